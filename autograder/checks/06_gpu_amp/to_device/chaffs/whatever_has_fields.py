"""Not everything that has `_fields` is a named tuple: which type is every named tuple, too?"""


def to_device(obj, device):
    if isinstance(obj, torch.Tensor):
        return obj.to(device)
    if hasattr(obj, "_fields"):
        return type(obj)(*[to_device(getattr(obj, name), device) for name in obj._fields])
    if isinstance(obj, dict):
        return {key: to_device(obj[key], device) for key in obj}
    if isinstance(obj, list) or isinstance(obj, tuple):
        return type(obj)([to_device(part, device) for part in obj])
    return obj
