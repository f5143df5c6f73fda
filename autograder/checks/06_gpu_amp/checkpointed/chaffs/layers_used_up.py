"""The list of layers is emptied on the way. It belongs to the caller, whose model has no layers then."""


def checkpointed_forward(layers, x):
    for _ in range(len(layers)):
        x = checkpoint(layers.pop(0), x, use_reentrant=False)
    return x
