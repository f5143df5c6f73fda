"""Two layers share one checkpoint: in backward, the activations of both are there at once."""


def checkpointed_forward(layers, x):
    layers = list(layers)
    for start in range(0, len(layers), 2):
        x = checkpoint(nn.Sequential(*layers[start : start + 2]), x, use_reentrant=False)
    return x
