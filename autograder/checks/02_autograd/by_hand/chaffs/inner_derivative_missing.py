"""Your mean_square_of_double_grad forgets what is inside the square: 2x grows twice as fast as x does."""


def sum_grad(x):
    return torch.ones_like(x)


def sum_of_squares_grad(x):
    return 2 * x


def mean_grad(x):
    return torch.ones_like(x) / x.numel()


def max_grad(x):
    return (x == x.max()).to(x.dtype)


def mean_square_of_double_grad(x):
    return 4 * x / x.numel()
