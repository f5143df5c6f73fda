"""`if bias:` asks whether a tensor is true, which is an error for several numbers and False for a single zero. Ask
whether it `is None`."""


def linear(x, weight, bias=None):
    y = x @ weight.T
    if bias:
        y = y + bias
    return y
