"""Plain SGD gets no masters. It keeps no state of its own, and a small update is lost in weights of 16 bits all the
same."""


def tensor_bytes(shape, dtype):
    return math.prod(shape) * dtype.itemsize


def training_memory(model, optimizer_name, dtype):
    n = sum(p.numel() for p in model.parameters())
    memory = {
        "weights": dtype.itemsize * n,
        "gradients": dtype.itemsize * n,
        "optimizer": {"sgd": 0, "momentum": 4, "adam": 8}[optimizer_name] * n,
        "masters": 0 if dtype == torch.float32 or optimizer_name == "sgd" else 4 * n,
    }
    memory["total"] = sum(memory.values())
    return memory
