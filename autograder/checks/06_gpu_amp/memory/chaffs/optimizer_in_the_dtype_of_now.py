"""The optimizer's state is counted as the parameters are now. It is in float32, whatever dtype they have when somebody
asks."""


def tensor_bytes(shape, dtype):
    return math.prod(shape) * dtype.itemsize


def training_memory(model, optimizer_name, dtype):
    n = sum(p.numel() for p in model.parameters())
    now = sum(p.numel() * p.element_size() for p in model.parameters())
    memory = {
        "weights": dtype.itemsize * n,
        "gradients": dtype.itemsize * n,
        "optimizer": {"sgd": 0, "momentum": 1, "adam": 2}[optimizer_name] * now,
        "masters": 0 if dtype == torch.float32 else 4 * n,
    }
    memory["total"] = sum(memory.values())
    return memory
