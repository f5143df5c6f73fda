"""Whatever is a sequence, but for strings, is made a list: bytes and ranges, say, which hold no tensors. The statement
names the containers that are opened; everything else comes back as the very same object."""

from collections.abc import Sequence


def to_device(obj, device):
    if isinstance(obj, torch.Tensor):
        return obj.to(device)
    if isinstance(obj, dict):
        return {key: to_device(value, device) for key, value in obj.items()}
    if isinstance(obj, tuple):
        moved = [to_device(value, device) for value in obj]
        return type(obj)(*moved) if hasattr(obj, "_fields") else tuple(moved)
    if isinstance(obj, Sequence) and not isinstance(obj, str):
        return [to_device(value, device) for value in obj]
    return obj
