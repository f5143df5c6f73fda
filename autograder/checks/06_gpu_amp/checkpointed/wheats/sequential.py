"""PyTorch's function for chains, with as many segments as there are layers, and the last on its own."""

from torch.utils.checkpoint import checkpoint_sequential


def checkpointed_forward(layers, x):
    chain = [*layers, nn.Identity()]
    return checkpoint_sequential(chain, len(chain), x, use_reentrant=False)
