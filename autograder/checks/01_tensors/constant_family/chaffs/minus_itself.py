"""`x - x` is not always zero: infinity minus infinity is NaN. Make new tensors; do not compute with the values of
`x`."""


def constant_family(x, value):
    zeros = x - x
    return zeros, torch.ones_like(x), torch.full_like(x, value)
