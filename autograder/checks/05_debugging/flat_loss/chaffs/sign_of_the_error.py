"""The error is compared with delta as it is, with its sign, so a large negative error is squared. How far off a
prediction is has no sign."""


def robust_loss(model, x, y, delta=1.0):
    losses = []
    for prediction, target in zip(model(x), y):
        error = prediction - target
        losses.append(0.5 * error**2 if error < delta else delta * (error.abs() - 0.5 * delta))
    return torch.stack(losses).mean()
