"""smooth_l1_loss is the Huber loss divided by its threshold: the same for 1 alone."""


def robust_loss(model, x, y, delta=1.0):
    return nn.functional.smooth_l1_loss(model(x), y, beta=delta)
