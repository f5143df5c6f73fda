"""You take the elements of x one by one, as numbers, which works for a vector alone. x may have any shape: PyTorch's
functions take all elements at once, whatever the shape."""


def logistic_bump(x):
    return torch.tensor([0.25 / math.cosh(z.item()) ** 2 for z in x], dtype=x.dtype)


def logistic_bump_grad(x):
    return torch.tensor([-0.5 * math.tanh(z.item()) / math.cosh(z.item()) ** 2 for z in x], dtype=x.dtype)
