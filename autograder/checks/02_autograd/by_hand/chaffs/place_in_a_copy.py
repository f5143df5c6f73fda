"""Your max_grad writes the 1 through `flatten()` or `reshape(-1)`, which is a copy where the numbers do not lie one
after the other in memory: then it is written and lost."""


def sum_grad(x):
    return torch.ones_like(x)


def sum_of_squares_grad(x):
    return 2 * x


def mean_grad(x):
    return torch.full_like(x, 1 / x.numel())


def max_grad(x):
    gradient = torch.zeros_like(x)
    gradient.reshape(-1)[x.argmax()] = 1
    return gradient


def mean_square_of_double_grad(x):
    return 8 * x / x.numel()
