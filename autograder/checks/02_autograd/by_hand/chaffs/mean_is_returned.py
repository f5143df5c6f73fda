"""Your mean_grad returns the mean, or its share in each element; the slope does not depend on the values of x."""


def sum_grad(x):
    return torch.ones_like(x)


def sum_of_squares_grad(x):
    return 2 * x


def mean_grad(x):
    return x / x.numel()


def max_grad(x):
    return (x == x.max()).to(x.dtype)


def mean_square_of_double_grad(x):
    return 8 * x / x.numel()
