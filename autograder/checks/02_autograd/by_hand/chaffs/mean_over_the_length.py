"""Your mean_grad divides by the length of the first dimension. The mean runs over all elements, and a tensor without
dimensions has one, too."""


def sum_grad(x):
    return x * 0 + 1


def sum_of_squares_grad(x):
    return x + x


def mean_grad(x):
    return x.new_ones(x.shape).div(len(x))


def max_grad(x):
    return torch.where(x == x.max(), 1.0, 0.0).to(x)


def mean_square_of_double_grad(x):
    return x * (8 / x.numel())
