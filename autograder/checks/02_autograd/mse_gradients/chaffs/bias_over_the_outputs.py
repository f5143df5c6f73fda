"""Your db adds up the outputs of each sample. The same b went to all N samples; which dimension of (N, out) is
summed?"""


def mse_gradients(X, y, W, b):
    error = 2 * (X @ W.T + b - y) / y.numel()
    return error.T @ X, error.sum(1)
