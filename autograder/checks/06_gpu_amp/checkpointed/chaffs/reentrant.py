"""The older implementation gives the first layer no gradients unless x itself requires one, and x is data."""


def checkpointed_forward(layers, x):
    for layer in layers:
        x = checkpoint(layer, x, use_reentrant=True)
    return x
