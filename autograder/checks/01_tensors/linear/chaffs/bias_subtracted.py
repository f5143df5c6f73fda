"""Your result is smaller by the bias; the bias is to be added."""


def linear(x, weight, bias=None):
    y = x @ weight.T
    return y if bias is None else y - bias
