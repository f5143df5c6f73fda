"""Your mean_square_of_double_grad treats the square of 2x as if it were 2x² or x². Write 2x as u, differentiate u², and
then go on inside."""


def sum_grad(x):
    return torch.ones_like(x)


def sum_of_squares_grad(x):
    return 2 * x


def mean_grad(x):
    return torch.ones_like(x) / x.numel()


def max_grad(x):
    return (x == x.max()).to(x.dtype)


def mean_square_of_double_grad(x):
    return 2 * x / x.numel()
