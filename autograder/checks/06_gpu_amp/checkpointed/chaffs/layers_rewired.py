"""The layers' own forward is replaced by a checkpointed one, and stays so: whoever calls them next gets it, too."""

import functools


def checkpointed_forward(layers, x):
    for layer in layers:
        layer.forward = functools.partial(checkpoint, layer.forward, use_reentrant=False)
    for layer in layers:
        x = layer(x)
    return x
