"""The mistake of the ticket is still there: it compares every prediction with the values of all rows. Print the shape
of the difference, and count how many numbers are averaged."""


def regression_loss(model, x, y):
    """The mean squared error of the model's predictions (N, 1) for x against the values y (N,), as a scalar tensor."""
    return ((model(x) - y) ** 2).mean()
