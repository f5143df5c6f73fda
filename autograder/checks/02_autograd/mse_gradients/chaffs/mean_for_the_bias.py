"""Your db is divided once more by N. The division by N·out is the mean of the loss; what comes from the N samples
adds up."""


def mse_gradients(X, y, W, b):
    error = 2 * (X @ W.T + b - y) / y.numel()
    return error.T @ X, error.mean(0)
