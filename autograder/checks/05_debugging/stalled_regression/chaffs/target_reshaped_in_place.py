"""The target itself gets another shape, for all who use it. Make a view of it instead."""


def regression_loss(model, x, y):
    y.unsqueeze_(1)
    loss = ((model(x) - y) ** 2).mean()
    return loss
