"""The place of the largest element as a one-hot row, in the shape of x."""


def sum_grad(x):
    return torch.full(x.shape, 1.0, dtype=x.dtype)


def sum_of_squares_grad(x):
    return x + x


def mean_grad(x):
    return torch.ones_like(x).div(x.numel())


def max_grad(x):
    return F.one_hot(x.argmax(), x.numel()).view(x.shape).to(x.dtype)


def mean_square_of_double_grad(x):
    return (2 * 2 * 2 / x.nelement()) * x.clone()
