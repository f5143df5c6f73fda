"""Your prediction reshapes W to (in, out) where a transpose is asked for. `reshape` and `view` read the numbers in the
same order and only break the lines elsewhere: the weights of different outputs are mixed."""


def mse_gradients(X, y, W, b):
    error = 2 * (X @ W.reshape(W.shape[1], W.shape[0]) + b - y) / y.numel()
    return error.T @ X, error.sum(dim=0)
