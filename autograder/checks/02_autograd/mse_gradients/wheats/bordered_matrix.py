"""The bias as one more column of the weight, with an input that is always 1."""


def mse_gradients(X, y, W, b):
    inputs = torch.cat([X, torch.ones_like(X[:, :1])], dim=1)
    layer = torch.cat([W, b[:, None]], dim=1)
    slope = 2 * (inputs @ layer.t() - y).t() @ inputs / y.numel()
    return slope[:, :-1], slope[:, -1]
