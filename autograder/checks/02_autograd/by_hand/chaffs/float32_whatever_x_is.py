"""Some of your gradients are float32 whatever x is: `torch.ones(shape)` and `.float()` know nothing of x. Make new
tensors like x."""


def sum_grad(x):
    return torch.ones(x.shape)


def sum_of_squares_grad(x):
    return 2 * x


def mean_grad(x):
    return torch.ones_like(x) / x.numel()


def max_grad(x):
    return (x == x.max()).float()


def mean_square_of_double_grad(x):
    return 8 * x / x.numel()
