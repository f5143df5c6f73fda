"""Elements that are nearly as large as the largest get a share of the gradient. However close they come, only the
largest one moves the maximum."""


def sum_grad(x):
    return torch.ones_like(x)


def sum_of_squares_grad(x):
    return 2 * x


def mean_grad(x):
    return torch.full_like(x, 1 / x.numel())


def max_grad(x):
    return torch.isclose(x, x.max()).to(x.dtype)


def mean_square_of_double_grad(x):
    return 8 * x / x.numel()
