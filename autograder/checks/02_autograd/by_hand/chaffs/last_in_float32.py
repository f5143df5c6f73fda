"""Your mean_square_of_double_grad goes through float32. What a float64 loses there (half of its digits, and all that is
very large or very small) no cast brings back."""


def sum_grad(x):
    return torch.ones_like(x)


def sum_of_squares_grad(x):
    return x + x


def mean_grad(x):
    return torch.ones_like(x) / x.numel()


def max_grad(x):
    return x.eq(x.max()).to(x.dtype)


def mean_square_of_double_grad(x):
    return (8 * x.float() / x.numel()).to(x.dtype)
