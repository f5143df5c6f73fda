"""The tensors in the outermost container have moved. Those in a container inside of it have stayed behind."""


def to_device(obj, device):
    def move(value):
        return value.to(device) if isinstance(value, torch.Tensor) else value

    if isinstance(obj, dict):
        return {key: move(value) for key, value in obj.items()}
    if isinstance(obj, tuple) and hasattr(obj, "_fields"):
        return type(obj)(*map(move, obj))
    if isinstance(obj, (list, tuple)):
        return type(obj)(map(move, obj))
    return move(obj)
