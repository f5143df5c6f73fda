"""Whatever is a sequence is taken apart, but for strings: bytes and ranges, say, which hold no tensors. The statement
names the containers that are opened."""

from collections.abc import Sequence


def to_device(obj, device):
    if isinstance(obj, torch.Tensor):
        return obj.to(device)
    if isinstance(obj, dict):
        return {key: to_device(value, device) for key, value in obj.items()}
    if isinstance(obj, tuple) and hasattr(obj, "_fields"):
        return type(obj)(*(to_device(value, device) for value in obj))
    if isinstance(obj, Sequence) and not isinstance(obj, str):
        return type(obj)([to_device(value, device) for value in obj])
    return obj
