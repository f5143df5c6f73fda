"""You count rows times columns, the last two dimensions alone. n is the number of all elements, however many dimensions
x has."""


def sum_grad(x):
    return torch.ones_like(x)


def sum_of_squares_grad(x):
    return 2 * x


def mean_grad(x):
    return torch.ones_like(x) / math.prod(x.shape[-2:])


def max_grad(x):
    return (x == x.max()).to(x.dtype)


def mean_square_of_double_grad(x):
    return 8 * x / math.prod(x.shape[-2:])
