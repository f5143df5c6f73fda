"""You add the bias even when there is none: `None` cannot be added. Ask `bias is None` first."""


def linear(x, weight, bias=None):
    return x @ weight.T + bias
