"""In a tuple, the tensors have moved, and what lies deeper, in a container in the tuple, has not."""


def to_device(obj, device):
    if isinstance(obj, torch.Tensor):
        return obj.to(device)
    if isinstance(obj, dict):
        return {key: to_device(value, device) for key, value in obj.items()}
    if isinstance(obj, list):
        return [to_device(value, device) for value in obj]
    if isinstance(obj, tuple) and hasattr(obj, "_fields"):
        return type(obj)(*(to_device(value, device) for value in obj))
    if isinstance(obj, tuple):
        return tuple(value.to(device) if isinstance(value, torch.Tensor) else value for value in obj)
    return obj
