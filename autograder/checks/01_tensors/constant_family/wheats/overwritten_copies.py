"""Copies x three times and overwrites every number."""


def constant_family(x, value):
    a, b, c = x.detach().clone(), x.detach().clone(), x.detach().clone()
    a.zero_()
    b[...] = 1
    c[...] = value
    return a, b, c
