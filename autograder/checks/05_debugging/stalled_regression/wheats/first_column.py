"""The first column of the predictions, and the mean as a dot product."""


def regression_loss(model, x, y):
    errors = model(x)[:, 0] - y
    return errors @ errors / len(y)
