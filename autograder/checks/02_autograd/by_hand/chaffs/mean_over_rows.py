"""Your mean_grad divides by the number of rows. The mean runs over all elements; `len` counts the first dimension
only."""


def sum_grad(x):
    return torch.ones_like(x)


def sum_of_squares_grad(x):
    return 2 * x


def mean_grad(x):
    return torch.ones_like(x) / (len(x) if x.ndim else 1)


def max_grad(x):
    return (x == x.max()).to(x.dtype)


def mean_square_of_double_grad(x):
    return 8 * x / x.numel()
