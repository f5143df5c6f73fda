"""All layers together are one checkpoint: in backward, the activations of all of them are there at once again."""


def checkpointed_forward(layers, x):
    return checkpoint(nn.Sequential(*layers), x, use_reentrant=False)
