"""PyTorch's own walk over trees, told which containers count."""

from torch.utils._pytree import tree_map_only


def to_device(obj, device):
    def is_leaf(part):
        return not isinstance(part, (dict, list, tuple))

    return tree_map_only(torch.Tensor, lambda tensor: tensor.to(device, non_blocking=True), obj, is_leaf=is_leaf)
