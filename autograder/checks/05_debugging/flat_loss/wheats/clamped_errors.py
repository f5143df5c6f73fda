"""The part of the error up to delta squared, the rest straight."""


def robust_loss(model, x, y, delta=1.0):
    errors = (y - model(x)).abs().flatten()
    near = errors.clamp(max=delta)
    return torch.sum(0.5 * near**2 + delta * (errors - near)) / len(errors)
