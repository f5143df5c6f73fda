"""The squared errors are added up and not averaged, so the loss grows with the batch."""


def regression_loss(model, x, y):
    return ((model(x).squeeze(1) - y) ** 2).sum()
