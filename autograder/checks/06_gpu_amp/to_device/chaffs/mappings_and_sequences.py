"""You take apart whatever behaves like a dict or like a sequence, ranges and queues too. The statement names the
containers that are opened; all others come back as the very same objects."""

from collections.abc import Mapping, Sequence


def to_device(obj, device):
    if isinstance(obj, torch.Tensor):
        return obj.to(device)
    if isinstance(obj, Mapping):
        return {key: to_device(value, device) for key, value in obj.items()}
    if isinstance(obj, tuple):
        moved = [to_device(value, device) for value in obj]
        return type(obj)(*moved) if hasattr(obj, "_fields") else tuple(moved)
    if isinstance(obj, Sequence) and not isinstance(obj, (str, bytes)):
        return [to_device(value, device) for value in obj]
    return obj
