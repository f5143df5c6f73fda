"""Both pieces for all rows, chosen by where."""


def robust_loss(model, x, y, delta=1.0):
    errors = (model(x) - y).abs()
    return torch.where(errors < delta, 0.5 * errors**2, delta * (errors - 0.5 * delta)).mean()
