"""After the call the caller's weight has another shape: it was transposed for good. A method without an underscore
gives a new view."""


def linear(x, weight, bias=None):
    y = x @ weight.t_()
    return y if bias is None else y + bias
