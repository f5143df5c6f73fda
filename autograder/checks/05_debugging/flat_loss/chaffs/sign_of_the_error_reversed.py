"""The error is compared with delta as it is, with its sign, so a large negative error is squared. How far off a
prediction is has no sign."""


def robust_loss(model, x, y, delta=1.0):
    error = y - model(x)
    return torch.where(error < delta, 0.5 * error**2, delta * (error.abs() - 0.5 * delta)).mean()
