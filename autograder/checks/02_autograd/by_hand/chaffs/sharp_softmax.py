"""A sharp softmax is nearly 1 at the largest element, as long as the next one is far enough away. The gradient of
the maximum is exactly 1 there and 0 elsewhere."""


def sum_grad(x):
    return torch.ones_like(x)


def sum_of_squares_grad(x):
    return 2 * x


def mean_grad(x):
    return torch.full_like(x, 1 / x.numel())


def max_grad(x):
    return torch.softmax(1000 * x.flatten(), 0).reshape(x.shape)


def mean_square_of_double_grad(x):
    return 8 * x / x.numel()
