"""One question for each type, exact types first."""


def to_device(obj, device):
    kind = type(obj)
    if isinstance(obj, torch.Tensor):
        return obj.to(device=device)
    if kind is dict:
        return dict(zip(obj.keys(), [to_device(value, device) for value in obj.values()]))
    if kind is list:
        return [to_device(value, device) for value in obj]
    if kind is tuple:
        return tuple([to_device(value, device) for value in obj])
    if isinstance(obj, tuple):
        return kind._make(to_device(value, device) for value in obj)
    return obj
