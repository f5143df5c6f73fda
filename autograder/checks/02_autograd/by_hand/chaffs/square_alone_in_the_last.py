"""Your mean_square_of_double_grad knows the derivative of the square and no more: 2x, which is inside, and the mean,
which is outside, leave a factor each."""


def sum_grad(x):
    return torch.ones_like(x)


def sum_of_squares_grad(x):
    return 2 * x


def mean_grad(x):
    return torch.full_like(x, 1 / x.numel())


def max_grad(x):
    return (x == x.max()).to(x.dtype)


def mean_square_of_double_grad(x):
    return 2 * (2 * x)
