"""A lambda in a loop looks `layer` up when it is called. In backward, the loop is over: which layer is it then?"""


def checkpointed_forward(layers, x):
    for layer in layers:
        x = checkpoint(lambda t: layer(t), x, use_reentrant=False)
    return x
