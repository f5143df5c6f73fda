"""The tensors go to the device that your function finds on the machine, and not to the one that is handed in."""


def to_device(obj, device):
    if isinstance(obj, torch.Tensor):
        return obj.to("cuda" if torch.cuda.is_available() else "cpu")
    if isinstance(obj, dict):
        return {key: to_device(value, device) for key, value in obj.items()}
    if isinstance(obj, tuple) and hasattr(obj, "_fields"):
        return type(obj)(*(to_device(value, device) for value in obj))
    if isinstance(obj, (list, tuple)):
        return type(obj)(to_device(value, device) for value in obj)
    return obj
