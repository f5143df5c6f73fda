"""Your search for the largest element begins at 0. Where does it end if all elements are negative?"""


def sum_grad(x):
    return torch.ones_like(x)


def sum_of_squares_grad(x):
    return 2 * x


def mean_grad(x):
    return torch.full_like(x, 1 / x.numel())


def max_grad(x):
    flat = x.reshape(-1)
    largest, place = 0, 0
    for i in range(len(flat)):
        if flat[i] > largest:
            largest, place = flat[i], i
    gradient = torch.zeros_like(flat)
    gradient[place] = 1
    return gradient.view(x.shape)


def mean_square_of_double_grad(x):
    return 8 * x / x.numel()
