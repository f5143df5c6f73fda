"""Your gradients have the wrong sign: the derivative of (P − y)² with respect to P contains P − y, in this order."""


def mse_gradients(X, y, W, b):
    error = 2 * (y - X @ W.T - b) / y.numel()
    return error.T @ X, error.sum(0)
