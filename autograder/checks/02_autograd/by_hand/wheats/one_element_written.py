"""Zeros in which one place, found by argmax in the flattened x, is written to; expanded constants."""


def sum_grad(x):
    return x.new_ones(()).expand(x.shape)


def sum_of_squares_grad(x):
    return 2.0 * x.clone()


def mean_grad(x):
    return torch.tensor(1 / x.numel(), dtype=x.dtype).expand_as(x)


def max_grad(x):
    flat = torch.zeros(x.numel(), dtype=x.dtype)
    flat[x.argmax()] = 1
    return flat.reshape(x.shape)


def mean_square_of_double_grad(x):
    return x.mul(8).div(x.nelement())
