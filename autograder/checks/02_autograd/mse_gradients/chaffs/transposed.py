"""Your dW is transposed, (in, out). A gradient has the shape of what it belongs to, also where a square one would
hide it."""


def mse_gradients(X, y, W, b):
    error = 2 * (X @ W.T + b - y) / y.numel()
    return X.T @ error, error.sum(0)
