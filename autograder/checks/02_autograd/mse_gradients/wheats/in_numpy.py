"""The same in NumPy."""


def mse_gradients(X, y, W, b):
    X, y, W, b = (t.numpy() for t in (X, y, W, b))
    slope = (X @ W.T + b - y) * (2 / y.size)
    slope = slope.astype(X.dtype)
    return torch.from_numpy(slope.T @ X), torch.from_numpy(slope.sum(axis=0))
