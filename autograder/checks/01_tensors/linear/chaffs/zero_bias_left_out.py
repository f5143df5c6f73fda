"""A bias that happens to hold zeros is left out of the calculation, so it gets no gradient and stays at zero for ever.
What decides whether there is a bias: its numbers, or whether it is `None`?"""


def linear(x, weight, bias=None):
    y = x @ weight.T
    if bias is not None and bias.any():
        y = y + bias
    return y
