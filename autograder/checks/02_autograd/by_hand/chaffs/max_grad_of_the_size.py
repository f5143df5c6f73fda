"""Your max_grad looks for the largest size, so a large negative number counts as the largest. Which element is the
maximum?"""


def sum_grad(x):
    return torch.ones_like(x)


def sum_of_squares_grad(x):
    return 2 * x


def mean_grad(x):
    return torch.ones_like(x) / x.numel()


def max_grad(x):
    return (x.abs() == x.abs().max()).to(x.dtype)


def mean_square_of_double_grad(x):
    return 8 * x / x.numel()
