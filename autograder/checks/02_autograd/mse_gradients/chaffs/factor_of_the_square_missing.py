"""Your gradients lack a factor: what is the derivative of a square?"""


def mse_gradients(X, y, W, b):
    error = X @ W.T + b - y
    return error.T @ X / y.numel(), error.sum(0) / y.numel()
