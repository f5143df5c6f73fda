"""Every dimension of size 1 is squeezed away; with one row, that of the batch goes, too, and what follows finds a
number where it expects a row of them."""


def regression_loss(model, x, y):
    error = model(x).squeeze() - y.squeeze()
    return error.dot(error) / error.numel()
