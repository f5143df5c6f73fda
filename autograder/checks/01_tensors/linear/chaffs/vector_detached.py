"""For a single vector the weight gets no gradient, although it gets one for a batch. Where is it cut out of the
graph?"""


def linear(x, weight, bias=None):
    y = weight.detach() @ x if x.ndim == 1 else x @ weight.T
    return y if bias is None else y + bias
