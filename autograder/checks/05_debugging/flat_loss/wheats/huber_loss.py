"""PyTorch's own."""


def robust_loss(model, x, y, delta=1.0):
    return nn.functional.huber_loss(model(x), y, delta=delta)
