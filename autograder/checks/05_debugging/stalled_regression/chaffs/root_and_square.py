"""A root is taken and squared again. Which gradient does the root have where the model predicts each value
exactly?"""


def rmse(predictions, targets):
    return torch.sqrt(((predictions - targets) ** 2).mean())


def regression_loss(model, x, y):
    return rmse(model(x)[:, 0], y) ** 2
