"""Beyond delta the line has the error itself in it and not its size, so an error far below 0 makes the loss smaller,
the further the better. What a row costs must not depend on the side on which the prediction is wrong."""


def robust_loss(model, x, y, delta=1.0):
    error = model(x) - y
    return torch.where(error.abs() < delta, error**2 / 2, delta * (error - delta / 2)).mean()
