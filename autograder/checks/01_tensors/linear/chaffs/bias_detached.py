"""Your result has the right values, but the bias goes into it without its history: no gradient reaches it."""


def linear(x, weight, bias=None):
    y = x @ weight.T
    return y if bias is None else y + bias.detach()
