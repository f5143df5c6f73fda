"""Your gradients are right to seven digits: for float64 tensors something on the way is float32."""


def mse_gradients(X, y, W, b):
    error = (X @ W.T + b - y).float()
    dP = 2 * error / error.numel()
    return (dP.T @ X.float()).to(W.dtype), dP.sum(0).to(b.dtype)
