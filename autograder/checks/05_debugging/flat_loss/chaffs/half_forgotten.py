"""Small errors cost their whole square. With the half of the statement, square and straight line meet at delta and have
one slope there."""


def robust_loss(model, x, y, delta=1.0):
    error = (model(x) - y).abs()
    return torch.where(error < delta, error**2, delta * (error - 0.5 * delta)).mean()
