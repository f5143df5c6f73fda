"""Your sum_grad returns one number. A gradient says something about each element: it has the shape of x."""


def sum_grad(x):
    return x.new_ones(())


def sum_of_squares_grad(x):
    return 2 * x


def mean_grad(x):
    return torch.ones_like(x) / x.numel()


def max_grad(x):
    return (x == x.max()).to(x.dtype)


def mean_square_of_double_grad(x):
    return 8 * x / x.numel()
