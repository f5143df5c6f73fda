"""One number, expanded to the shape of x without copies."""


def sum_grad(x):
    return x.new_ones(()).expand(x.shape)


def sum_of_squares_grad(x):
    return x + x


def mean_grad(x):
    return torch.tensor(1 / x.numel(), dtype=x.dtype).expand_as(x)


def max_grad(x):
    return (x == x.max()).to(x.dtype)


def mean_square_of_double_grad(x):
    return torch.mul(x, 8).div(x.nelement())
