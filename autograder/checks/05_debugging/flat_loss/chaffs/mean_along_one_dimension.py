"""The mean runs along one dimension, and another of size 1 is left: the loss has shape (1,). A loss is a tensor without
dimensions."""


def robust_loss(model, x, y, delta=1.0):
    return nn.functional.huber_loss(model(x), y, delta=delta, reduction="none").mean(dim=0)
