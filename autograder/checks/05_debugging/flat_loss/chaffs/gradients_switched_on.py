"""Gradients are switched on for all code. A caller who had switched them off, to look at the loss, gets graphs
again. Who calls says whether there is a graph."""


def robust_loss(model, x, y, delta=1.0):
    torch.set_grad_enabled(True)
    return nn.functional.huber_loss(model(x), y, delta=delta)
