"""The sum of the squares is divided by one less than the number of rows. That is for an estimate of a variance; a mean
divides by the number of its terms."""


def regression_loss(model, x, y):
    errors = (model(x).squeeze(1) - y) ** 2
    return errors.sum() / max(len(y) - 1, 1)
