"""The gradients are right, and the loss of large errors is off by a constant: the straight line does not begin where
the square ends. What must be taken off so that they meet at delta?"""


def robust_loss(model, x, y, delta=1.0):
    error = (model(x) - y).abs()
    return torch.where(error < delta, 0.5 * error**2, delta * error).mean()
