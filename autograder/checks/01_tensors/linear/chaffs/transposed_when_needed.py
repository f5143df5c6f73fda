"""You transpose only where the shapes would not fit otherwise, so a square weight stays as it is. The formula does
not depend on the shape: always transpose."""


def linear(x, weight, bias=None):
    y = x @ (weight if weight.shape[0] == x.shape[-1] else weight.T)
    return y if bias is None else y + bias
