"""The seed of PyTorch's random numbers is set on the way, and all other code shares it. Who asked for that?"""


def robust_loss(model, x, y, delta=1.0):
    torch.manual_seed(0)
    error = (model(x) - y).abs()
    return torch.where(error < delta, 0.5 * error**2, delta * (error - 0.5 * delta)).mean()
