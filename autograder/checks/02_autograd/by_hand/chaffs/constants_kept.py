"""Your constant gradients are kept, and handed out again at the next call. Whoever writes into one result, as an
optimizer does, changes all later ones: return a new tensor each time."""

import functools


@functools.cache
def _constant(shape, dtype, number):
    return torch.full(shape, number, dtype=dtype)


def sum_grad(x):
    return _constant(x.shape, x.dtype, 1.0)


def sum_of_squares_grad(x):
    return 2 * x


def mean_grad(x):
    return _constant(x.shape, x.dtype, 1 / x.numel())


def max_grad(x):
    return (x == x.max()).to(x.dtype)


def mean_square_of_double_grad(x):
    return 8 * x / x.numel()
