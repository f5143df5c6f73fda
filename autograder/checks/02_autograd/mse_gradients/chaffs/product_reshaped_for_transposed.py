"""You bring a product of shape (in, out) into the shape of W by `reshape` or `view`. These read the numbers in the same
order, and only break the lines elsewhere. Which product of the two has the shape of W by itself?"""


def mse_gradients(X, y, W, b):
    upstream = 2 * (X @ W.T + b - y) / y.numel()
    return (X.T @ upstream).reshape(W.shape), upstream.sum(0)
