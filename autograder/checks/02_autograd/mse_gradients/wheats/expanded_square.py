"""The square is expanded first: a quadratic form in W, with the moments of the data."""


def mse_gradients(X, y, W, b):
    n = X.shape[0]
    moments, cross, mean = X.T @ X / n, y.T @ X / n, X.mean(0)
    dW = W @ moments + torch.outer(b, mean) - cross
    db = W @ mean + b - y.mean(dim=0)
    return dW * 2 / b.numel(), db * 2 / b.numel()
