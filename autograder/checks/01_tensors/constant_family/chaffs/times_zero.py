"""Multiplying by zero does not make every number zero: infinity times 0 is NaN. Make new tensors; do not compute
with the values of `x`."""


def constant_family(x, value):
    zeros = x * 0
    return zeros, zeros + 1, zeros + value
