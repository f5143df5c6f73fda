"""A string can be looped over, and each of its characters is a string again: your function takes strings apart, without
end."""


def to_device(obj, device):
    if isinstance(obj, torch.Tensor):
        return obj.to(device)
    if isinstance(obj, dict):
        return {key: to_device(value, device) for key, value in obj.items()}
    if hasattr(obj, "_fields") and isinstance(obj, tuple):
        return type(obj)(*(to_device(value, device) for value in obj))
    if hasattr(obj, "__iter__"):
        return type(obj)(to_device(value, device) for value in obj)
    return obj
