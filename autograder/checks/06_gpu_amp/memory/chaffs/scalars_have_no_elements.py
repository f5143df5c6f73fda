"""A tensor without dimensions has one element: the product of no numbers is 1."""


def tensor_bytes(shape, dtype):
    elements = shape[0] if shape else 0
    for size in shape[1:]:
        elements *= size
    return elements * dtype.itemsize


def training_memory(model, optimizer_name, dtype):
    n = sum(p.numel() for p in model.parameters())
    memory = {
        "weights": dtype.itemsize * n,
        "gradients": dtype.itemsize * n,
        "optimizer": {"sgd": 0, "momentum": 4, "adam": 8}[optimizer_name] * n,
        "masters": 0 if dtype == torch.float32 else 4 * n,
    }
    memory["total"] = sum(memory.values())
    return memory
