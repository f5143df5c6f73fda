"""Of more than three dimensions your result keeps three: those in front are merged into one. (A, B, C, in) is to
become (A, B, C, out)."""


def linear(x, weight, bias=None):
    y = (x if x.dim() < 3 else x.flatten(0, -3)) @ weight.T
    return y if bias is None else y + bias
