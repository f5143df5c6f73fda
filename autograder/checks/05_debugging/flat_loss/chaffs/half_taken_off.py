"""The gradients are right, and the loss of large errors is off by a constant: the straight line does not begin where
the square ends. What must be taken off so that they meet at delta, whatever delta is?"""


def robust_loss(model, x, y, delta=1.0):
    losses = []
    for prediction, target in zip(model(x), y):
        error = abs(prediction - target)
        losses.append(0.5 * error**2 if error < delta else delta * (error - 0.5))
    return torch.stack(losses).mean()
