"""The input gets its gradient, and the weight would never learn: it is cut out of the graph, by `.data` or
`.detach()` say."""


def linear(x, weight, bias=None):
    y = x @ weight.data.T
    return y if bias is None else y + bias
