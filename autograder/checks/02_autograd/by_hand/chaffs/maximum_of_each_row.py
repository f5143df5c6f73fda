"""Your max_grad finds a largest element in each row. The number to differentiate is the largest of all elements."""


def sum_grad(x):
    return torch.ones_like(x)


def sum_of_squares_grad(x):
    return 2 * x


def mean_grad(x):
    return torch.ones_like(x) / x.numel()


def max_grad(x):
    return (x == x.amax(-1, keepdim=True)).to(x.dtype)


def mean_square_of_double_grad(x):
    return 8 * x / x.numel()
