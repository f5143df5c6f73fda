"""Every column has its largest element marked. The number is the largest of all elements, and it is one."""


def sum_grad(x):
    return torch.ones_like(x)


def sum_of_squares_grad(x):
    return 2 * x


def mean_grad(x):
    return torch.full_like(x, 1 / x.numel())


def max_grad(x):
    return (x == x.amax(0)).to(x.dtype) if x.dim() else torch.ones_like(x)


def mean_square_of_double_grad(x):
    return 8 * x / x.numel()
