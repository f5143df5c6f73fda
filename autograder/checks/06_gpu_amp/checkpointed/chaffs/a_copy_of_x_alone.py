"""The first layer gets a copy of x that is cut off from it, so no gradient comes back to x."""


def checkpointed_forward(layers, x):
    y = x.detach().requires_grad_()
    for layer in layers:
        y = checkpoint(layer, y, use_reentrant=False)
    return y
