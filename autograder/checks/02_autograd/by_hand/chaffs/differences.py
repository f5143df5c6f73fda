"""Some of your slopes are differences of two values, one a little above x and one a little below. They come close, and
where the numbers are large not even that: find the formula with a pencil."""


def slopes_of(f, x, h=1e-6):
    flat = x.double().reshape(-1)
    slopes = torch.zeros_like(flat)
    for i in range(len(flat)):
        step = torch.zeros_like(flat)
        step[i] = h
        slopes[i] = (f(flat + step) - f(flat - step)) / (2 * h)
    return slopes.reshape(x.shape).to(x.dtype)


def sum_grad(x):
    return torch.ones_like(x)


def sum_of_squares_grad(x):
    return slopes_of(lambda t: (t**2).sum(), x)


def mean_grad(x):
    return torch.full_like(x, 1 / x.numel())


def max_grad(x):
    return (x == x.max()).to(x.dtype)


def mean_square_of_double_grad(x):
    return slopes_of(lambda t: ((2 * t) ** 2).mean(), x)
