"""The model is switched to training mode on the way. In which one it is, is not for a loss to decide."""


def robust_loss(model, x, y, delta=1.0):
    model.train()
    return nn.functional.huber_loss(model(x), y, delta=delta)
