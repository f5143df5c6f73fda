"""Your search for the largest element begins at 0. Where does it end if all elements are negative?"""


def sum_grad(x):
    return torch.ones_like(x)


def sum_of_squares_grad(x):
    return 2 * x


def mean_grad(x):
    return torch.full_like(x, 1 / x.numel())


def max_grad(x):
    return (x == x.max().clamp(min=0)).to(x.dtype)


def mean_square_of_double_grad(x):
    return 8 * x / x.numel()
