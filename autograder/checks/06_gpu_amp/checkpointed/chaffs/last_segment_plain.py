"""checkpoint_sequential leaves its last segment alone: of the last layer, autograd saves all that it always saves."""

from torch.utils.checkpoint import checkpoint_sequential


def checkpointed_forward(layers, x):
    return checkpoint_sequential(list(layers), len(layers), x, use_reentrant=False)
