"""Tensors change their dtype on the way. They are to move, and to stay what they are."""


def to_device(obj, device):
    if isinstance(obj, torch.Tensor):
        return obj.to(device, torch.float32) if obj.is_floating_point() else obj.to(device)
    if isinstance(obj, dict):
        return {key: to_device(value, device) for key, value in obj.items()}
    if isinstance(obj, list):
        return [to_device(value, device) for value in obj]
    if isinstance(obj, tuple):
        moved = [to_device(value, device) for value in obj]
        return type(obj)(*moved) if hasattr(obj, "_fields") else tuple(moved)
    return obj
