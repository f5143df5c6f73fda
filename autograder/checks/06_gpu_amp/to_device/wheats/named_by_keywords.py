"""A named tuple is rebuilt from its dictionary of fields."""


def to_device(obj, device):
    if isinstance(obj, torch.Tensor):
        return obj.to(device, copy=True)
    if isinstance(obj, tuple) and hasattr(obj, "_asdict"):
        return type(obj)(**to_device(obj._asdict(), device))
    if isinstance(obj, dict):
        new = {}
        for key in obj:
            new[key] = to_device(obj[key], device)
        return new
    if isinstance(obj, (tuple, list)):
        new = []
        for item in obj:
            new.append(to_device(item, device))
        return new if isinstance(obj, list) else tuple(new)
    return obj
