"""Without recording, autograd saves nothing, and it has nothing to go back along either."""


def checkpointed_forward(layers, x):
    with torch.no_grad():
        for layer in layers:
            x = layer(x)
    return x
