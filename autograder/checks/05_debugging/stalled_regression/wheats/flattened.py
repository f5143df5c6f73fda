"""Flattened predictions, a loss module."""


def regression_loss(model, x, y):
    return nn.MSELoss()(model(x).flatten(), y)
