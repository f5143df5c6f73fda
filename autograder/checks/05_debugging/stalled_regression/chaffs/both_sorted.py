"""Predictions and values are sorted, each for itself, so the smallest prediction is compared with the smallest value,
whoever they belong to."""


def regression_loss(model, x, y):
    return ((model(x).squeeze(1).sort().values - y.sort().values) ** 2).mean()
