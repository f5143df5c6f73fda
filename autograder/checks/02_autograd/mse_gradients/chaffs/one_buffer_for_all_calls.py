"""Your dW lies in memory that you keep and fill anew at each call: an earlier answer, which the caller still holds,
changes when the function is called again. Return a tensor of its own each time."""

_kept = {}


def mse_gradients(X, y, W, b):
    upstream = 2 * (X @ W.T + b - y) / y.numel()
    kept = _kept.setdefault((W.shape, W.dtype), torch.empty(W.shape, dtype=W.dtype))
    return torch.matmul(upstream.T, X, out=kept), upstream.sum(0)
