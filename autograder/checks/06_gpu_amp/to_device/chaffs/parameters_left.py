"""Tensors of one class move, and parameters are left where they are. A parameter is a tensor, too, of a class that is
derived from that of tensors."""


def to_device(obj, device):
    if type(obj) is torch.Tensor:
        return obj.to(device)
    if type(obj) is dict:
        return {key: to_device(value, device) for key, value in obj.items()}
    if isinstance(obj, tuple):
        moved = [to_device(value, device) for value in obj]
        return type(obj)(*moved) if hasattr(obj, "_fields") else tuple(moved)
    if type(obj) is list:
        return [to_device(value, device) for value in obj]
    return obj
