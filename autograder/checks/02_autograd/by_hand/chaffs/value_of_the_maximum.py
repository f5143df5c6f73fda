"""Your max_grad holds the largest value itself. A gradient is a slope: if the largest element grows by a little, by how
much does the maximum grow?"""


def sum_grad(x):
    return torch.ones_like(x)


def sum_of_squares_grad(x):
    return 2 * x


def mean_grad(x):
    return torch.ones_like(x) / x.numel()


def max_grad(x):
    return torch.where(x == x.max(), x, torch.zeros_like(x))


def mean_square_of_double_grad(x):
    return 8 * x / x.numel()
