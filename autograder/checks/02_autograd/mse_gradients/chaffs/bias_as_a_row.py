"""Your db has two dimensions. It has the shape of b: (out,)."""


def mse_gradients(X, y, W, b):
    error = 2 * (X @ W.T + b - y) / y.numel()
    return error.T @ X, error.sum(0, keepdim=True)
