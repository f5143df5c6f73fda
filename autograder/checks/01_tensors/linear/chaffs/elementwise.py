"""`*` multiplies element by element. A product of matrices is `@`, which multiplies and adds up."""


def linear(x, weight, bias=None):
    y = (x.unsqueeze(-2) * weight).mean(dim=-1)
    return y if bias is None else y + bias
