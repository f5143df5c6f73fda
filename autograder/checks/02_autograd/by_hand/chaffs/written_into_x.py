"""After the call the caller's x holds other numbers: `*=` and methods that end in `_` write into the tensor itself."""


def sum_grad(x):
    return torch.ones_like(x)


def sum_of_squares_grad(x):
    x *= 2
    return x


def mean_grad(x):
    return torch.ones_like(x) / x.numel()


def max_grad(x):
    return (x == x.max()).to(x.dtype)


def mean_square_of_double_grad(x):
    return 8 * x / x.numel()
