"""All elements of your db are the same number, as if every output were wrong alike. b has an element for each output,
and to each belong the errors of its own."""


def mse_gradients(X, y, W, b):
    error = 2 * (X @ W.T + b - y) / y.numel()
    return error.T @ X, torch.full_like(b, error.sum().item() / b.numel())
