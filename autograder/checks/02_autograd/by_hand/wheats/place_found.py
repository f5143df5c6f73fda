"""Finds the place of the largest element and writes a 1 there."""


def sum_grad(x):
    return torch.zeros_like(x) + 1


def sum_of_squares_grad(x):
    return torch.einsum("...,->...", x, torch.tensor(2.0, dtype=x.dtype))


def mean_grad(x):
    return torch.empty_like(x).fill_(1 / math.prod(x.shape))


def max_grad(x):
    g = torch.zeros_like(x)
    g[torch.unravel_index(x.argmax(), x.shape)] = 1
    return g


def mean_square_of_double_grad(x):
    return torch.div(8 * x, x.numel())
