"""You take it that `x.tolist()` is a list of numbers. It is one only where `x` has one dimension: of two it gives a
list of lists, and of none a number. PyTorch's own functions take all elements at once, whatever the shape."""


def logistic_bump(x):
    return torch.tensor([0.25 / math.cosh(one) ** 2 for one in x.tolist()], dtype=x.dtype)


def logistic_bump_grad(x):
    slopes = [-0.5 * math.tanh(one) / math.cosh(one) ** 2 for one in x.tolist()]
    return torch.tensor(slopes, dtype=x.dtype)
