"""The variance of the errors is not their mean square: it takes their mean off first, so that predictions that are all
too high by the same amount cost nothing."""


def regression_loss(model, x, y):
    return (model(x).squeeze(1) - y).var()
