"""The same in NumPy."""


def _back(array, x):
    return torch.from_numpy(np.asarray(array, dtype=x.numpy().dtype).reshape(tuple(x.shape)).copy())


def sum_grad(x):
    return _back(np.ones_like(x.numpy()), x)


def sum_of_squares_grad(x):
    return _back(x.numpy() * 2, x)


def mean_grad(x):
    return _back(np.full(x.shape, 1 / x.numel()), x)


def max_grad(x):
    a = x.numpy()
    return _back(a == a.max(), x)


def mean_square_of_double_grad(x):
    return _back(8 / x.numel() * x.numpy(), x)
