"""Every dimension of size 1 is squeezed away; with one row, that of the batch goes, too, and two shapes no longer
agree."""


def regression_loss(model, x, y):
    predictions = model(x).squeeze()
    assert predictions.shape == y.shape
    return ((predictions - y) ** 2).mean()
