"""A CUDA device has a method of its own; everything else uses .to."""


def to_device(obj, device):
    device = torch.device(device)

    def move(value):
        if torch.is_tensor(value):
            return value.cuda(device.index) if device.type == "cuda" else value.to(device)
        if isinstance(value, dict):
            return {key: move(item) for key, item in value.items()}
        if isinstance(value, list):
            return list(map(move, value))
        if isinstance(value, tuple):
            items = map(move, value)
            return value._make(items) if hasattr(value, "_fields") else tuple(items)
        return value

    return move(obj)
