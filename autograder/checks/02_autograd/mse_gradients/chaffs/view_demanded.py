"""`view` needs numbers that lie one after the other in memory, which those of a transposed tensor do not. Here
nothing has to be flattened."""


def mse_gradients(X, y, W, b):
    error = X @ W.T + b - y
    dP = 2 * error / error.numel()
    rows = X.view(-1).view(X.shape)
    return dP.T @ rows, dP.sum(0)
