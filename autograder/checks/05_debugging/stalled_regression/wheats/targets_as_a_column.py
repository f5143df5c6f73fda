"""The values become a column, too, for PyTorch's own loss."""


def regression_loss(model, x, y):
    return nn.functional.mse_loss(model(x), y.unsqueeze(1))
