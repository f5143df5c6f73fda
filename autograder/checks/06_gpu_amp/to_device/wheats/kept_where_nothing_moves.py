"""A container in which nothing has to move comes back itself."""


def to_device(obj, device):
    if isinstance(obj, torch.Tensor):
        return obj.to(device)
    if isinstance(obj, dict):
        moved = {key: to_device(value, device) for key, value in obj.items()}
        return obj if all(moved[key] is value for key, value in obj.items()) else moved
    if isinstance(obj, (list, tuple)):
        parts = [to_device(part, device) for part in obj]
        if all(part is old for part, old in zip(parts, obj)):
            return obj
        return type(obj)(*parts) if hasattr(obj, "_fields") else type(obj)(parts)
    return obj
