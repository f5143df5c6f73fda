"""Zeros that are calculated from x, as x - x or x * 0, are NaN where x is infinite or NaN. Make new tensors; do not
compute with the values of x."""


def constant_family(x, value):
    zeros = (x * 0).to(x.dtype)
    return zeros, (zeros + 1).to(x.dtype), (zeros + value).to(x.dtype)
