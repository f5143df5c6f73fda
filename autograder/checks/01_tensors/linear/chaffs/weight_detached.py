"""`.data` cuts the weight out of the graph: the input gets its gradient, and the weight would never learn."""


def linear(x, weight, bias=None):
    y = x @ weight.data.T
    return y if bias is None else y + bias
