"""Each layer gets the x from the beginning, instead of what the layer before has made of it."""


def checkpointed_forward(layers, x):
    for layer in layers:
        y = checkpoint(layer, x, use_reentrant=False)
    return y
