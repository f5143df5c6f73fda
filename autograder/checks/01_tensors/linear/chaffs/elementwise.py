"""Your numbers are too small by a constant factor: something is averaged that is to be added up. `@` multiplies and
adds."""


def linear(x, weight, bias=None):
    y = (x.unsqueeze(-2) * weight).mean(dim=-1)
    return y if bias is None else y + bias
