"""Your max_grad gives something to every element. If one that is not the largest moves a little, does the
maximum move?"""


def sum_grad(x):
    return torch.ones_like(x)


def sum_of_squares_grad(x):
    return 2 * x


def mean_grad(x):
    return torch.ones_like(x) / x.numel()


def max_grad(x):
    return torch.ones_like(x) / x.numel()


def mean_square_of_double_grad(x):
    return 8 * x / x.numel()
