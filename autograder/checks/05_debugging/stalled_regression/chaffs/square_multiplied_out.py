"""The square is multiplied out: p² − 2py + y². Where both numbers are large and close to each other, as they are at
the end of a training, what is left of three large squares is rounding. Take the difference first."""


def regression_loss(model, x, y):
    p = model(x).squeeze(1)
    return (p**2 - 2 * p * y + y**2).mean()
