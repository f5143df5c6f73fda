"""Errors are cut off at delta and squared: a row that is further off costs no more, and does not pull. Beyond delta
the cost goes on, as a straight line."""


def robust_loss(model, x, y, delta=1.0):
    error = (model(x) - y).abs().clamp(max=delta)
    return (0.5 * error**2).mean()
