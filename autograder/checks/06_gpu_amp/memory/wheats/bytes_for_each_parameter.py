"""A table of bytes for each parameter, multiplied by their number."""


def tensor_bytes(shape, dtype):
    elements = 1
    for size in shape:
        elements *= size
    return elements * torch.empty((), dtype=dtype).element_size()


def training_memory(model, optimizer_name, dtype):
    n = sum(p.numel() for p in model.parameters())
    wide = dtype is torch.float32
    each = {
        "weights": 4 if wide else 2,
        "gradients": 4 if wide else 2,
        "optimizer": ["sgd", "momentum", "adam"].index(optimizer_name) * 4,
        "masters": 0 if wide else 4,
    }
    each["total"] = sum(each.values())
    return {part: n * size for part, size in each.items()}
