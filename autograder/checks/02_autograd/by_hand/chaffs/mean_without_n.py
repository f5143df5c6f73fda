"""Your mean_grad lacks a factor. If one of n elements grows by 1, by how much does the mean grow?"""


def sum_grad(x):
    return torch.ones_like(x)


def sum_of_squares_grad(x):
    return 2 * x


def mean_grad(x):
    return torch.ones_like(x)


def max_grad(x):
    return (x == x.max()).to(x.dtype)


def mean_square_of_double_grad(x):
    return 8 * x / x.numel()
