"""`t_()`, with an underscore, transposes the caller's weight for good: the next call finds it the wrong way
round."""


def linear(x, weight, bias=None):
    y = x @ weight.t_()
    return y if bias is None else y + bias
