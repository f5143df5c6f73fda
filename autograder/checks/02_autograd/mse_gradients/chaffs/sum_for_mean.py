"""Your gradients are those of the sum of the squares. The loss is their mean."""


def mse_gradients(X, y, W, b):
    error = 2 * (X @ W.T + b - y)
    return error.T @ X, error.sum(0)
