"""Only so many levels are looked into, and a batch may be nested deeper."""


def to_device(obj, device, depth=0):
    if isinstance(obj, torch.Tensor):
        return obj.to(device)
    if depth > 3:
        return obj
    if isinstance(obj, dict):
        return {key: to_device(value, device, depth + 1) for key, value in obj.items()}
    if isinstance(obj, tuple) and hasattr(obj, "_fields"):
        return type(obj)(*(to_device(value, device, depth + 1) for value in obj))
    if isinstance(obj, (list, tuple)):
        return type(obj)(to_device(value, device, depth + 1) for value in obj)
    return obj
