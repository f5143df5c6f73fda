"""Tensors of one number and empty ones stay behind. They are tensors like all others."""


def to_device(obj, device):
    if isinstance(obj, torch.Tensor):
        return obj.to(device) if obj.ndim and len(obj) else obj
    if isinstance(obj, dict):
        return {key: to_device(value, device) for key, value in obj.items()}
    if isinstance(obj, tuple) and hasattr(obj, "_fields"):
        return type(obj)(*(to_device(value, device) for value in obj))
    if isinstance(obj, (list, tuple)):
        return type(obj)(to_device(value, device) for value in obj)
    return obj
