"""A list comprehension over the elements, and rank by sorting for the maximum."""


def _each(x, slope):
    return torch.tensor([slope(t) for t in x.flatten().tolist()], dtype=x.dtype).view(x.shape)


def sum_grad(x):
    return _each(x, lambda t: 1.0)


def sum_of_squares_grad(x):
    return _each(x, lambda t: 2 * t)


def mean_grad(x):
    return _each(x, lambda t: 1 / x.numel())


def max_grad(x):
    largest = sorted(x.flatten().tolist())[-1]
    return _each(x, lambda t: float(t >= largest))


def mean_square_of_double_grad(x):
    return _each(x, lambda t: 2 * (2 * t) * 2 / x.numel())
