"""Your sum_of_squares_grad returns squares, so it is the sum's terms and not their derivatives."""


def sum_grad(x):
    return torch.ones_like(x)


def sum_of_squares_grad(x):
    return x**2


def mean_grad(x):
    return torch.ones_like(x) / x.numel()


def max_grad(x):
    return (x == x.max()).to(x.dtype)


def mean_square_of_double_grad(x):
    return 8 * x / x.numel()
