"""`view(-1)` needs numbers that lie one after the other in memory, which those of a tensor made like a transposed x
do not."""


def sum_grad(x):
    return torch.ones_like(x)


def sum_of_squares_grad(x):
    return 2 * x


def mean_grad(x):
    return torch.full_like(x, 1 / x.numel())


def max_grad(x):
    g = torch.zeros_like(x)
    g.view(-1)[x.argmax()] = 1
    return g


def mean_square_of_double_grad(x):
    return 8 * x / x.numel()
