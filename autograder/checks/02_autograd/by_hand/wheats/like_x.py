"""Tensors made like x, and a comparison for the maximum."""


def sum_grad(x):
    return torch.full_like(x, 1.0)


def sum_of_squares_grad(x):
    return x + x


def mean_grad(x):
    return torch.ones_like(x) / x.numel()


def max_grad(x):
    return torch.where(x == x.max(), torch.ones_like(x), torch.zeros_like(x))


def mean_square_of_double_grad(x):
    return (2 * (2 * x)) * 2 / x.numel()
