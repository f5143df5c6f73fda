"""The sum of the squares is divided by the number of rows of the example. How many rows has this batch?"""


def regression_loss(model, x, y):
    return ((model(x).squeeze(1) - y) ** 2).sum() / 3
