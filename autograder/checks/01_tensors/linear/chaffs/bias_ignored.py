"""The bias is missing from your result."""


def linear(x, weight, bias=None):
    return x @ weight.T
