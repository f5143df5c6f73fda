"""Where one tensor is on the device already, your function leaves the whole container as it is. Each tensor has a place
of its own."""


def to_device(obj, device):
    if isinstance(obj, torch.Tensor):
        return obj.to(device)
    if isinstance(obj, (dict, list, tuple)):
        values = list(obj.values()) if isinstance(obj, dict) else list(obj)
        tensors = [value for value in values if isinstance(value, torch.Tensor)]
        if tensors and tensors[0].device.type == torch.device(device).type:
            return obj
    if isinstance(obj, dict):
        return {key: to_device(value, device) for key, value in obj.items()}
    if isinstance(obj, tuple) and hasattr(obj, "_fields"):
        return type(obj)(*(to_device(value, device) for value in obj))
    if isinstance(obj, (list, tuple)):
        return type(obj)(to_device(value, device) for value in obj)
    return obj
