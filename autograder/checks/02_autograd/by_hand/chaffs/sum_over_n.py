"""Your sum_grad is the gradient of the mean. By how much does a sum grow if one of its terms grows by 1?"""


def sum_grad(x):
    return torch.ones_like(x) / x.numel()


def sum_of_squares_grad(x):
    return 2 * x


def mean_grad(x):
    return torch.ones_like(x) / x.numel()


def max_grad(x):
    return (x == x.max()).to(x.dtype)


def mean_square_of_double_grad(x):
    return 8 * x / x.numel()
