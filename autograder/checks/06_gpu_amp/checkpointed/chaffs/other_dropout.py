"""When a layer runs once more, dropout draws new numbers and drops other units. Who would have kept the random
state?"""


def checkpointed_forward(layers, x):
    for layer in layers:
        x = checkpoint(layer, x, use_reentrant=False, preserve_rng_state=False)
    return x
