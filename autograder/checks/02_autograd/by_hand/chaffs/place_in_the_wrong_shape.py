"""Your max_grad writes with a place that was counted along the flattened tensor into one that was not flattened, or the
other way round. Which shape does `argmax()` without a dimension think of?"""


def sum_grad(x):
    return torch.ones_like(x)


def sum_of_squares_grad(x):
    return 2 * x


def mean_grad(x):
    return torch.ones_like(x) / x.numel()


def max_grad(x):
    g = torch.zeros_like(x)
    g[x.argmax()] = 1
    return g


def mean_square_of_double_grad(x):
    return 8 * x / x.numel()
