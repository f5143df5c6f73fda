"""PyTorch finds your gradients. This exercise asks for the formulas: what would you write on paper?"""


def _gradient(f, x):
    leaf = x.detach().clone().requires_grad_(True)
    f(leaf).backward()
    return leaf.grad


def sum_grad(x):
    return _gradient(torch.sum, x)


def sum_of_squares_grad(x):
    return _gradient(lambda t: (t**2).sum(), x)


def mean_grad(x):
    return _gradient(torch.mean, x)


def max_grad(x):
    return _gradient(torch.max, x)


def mean_square_of_double_grad(x):
    return _gradient(lambda t: ((2 * t) ** 2).mean(), x)
