"""Your prediction leaves out b, so the errors are wrong wherever b is not 0."""


def mse_gradients(X, y, W, b):
    error = 2 * (X @ W.T - y) / y.numel()
    return error.T @ X, error.sum(0)
