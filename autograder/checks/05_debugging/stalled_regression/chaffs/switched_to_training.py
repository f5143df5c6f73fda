"""The model is switched to training mode on the way. In which one it is, is not for a loss to decide."""


def regression_loss(model, x, y):
    model.train()
    return nn.functional.mse_loss(model(x)[:, 0], y)
