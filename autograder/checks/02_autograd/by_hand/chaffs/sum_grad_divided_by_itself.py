"""x / x is 1, unless an element is 0. Is there a way to ones that does not depend on the values?"""


def sum_grad(x):
    return x.div(x)


def sum_of_squares_grad(x):
    return x * 2


def mean_grad(x):
    return torch.full_like(x, 1 / x.numel())


def max_grad(x):
    return x.eq(x.max()).to(x.dtype)


def mean_square_of_double_grad(x):
    return 8 / x.numel() * x
