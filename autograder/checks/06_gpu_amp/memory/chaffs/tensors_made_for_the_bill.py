"""A tensor is made to see how large it is, and some are too large for any memory. A shape and a dtype say it without
one."""


def tensor_bytes(shape, dtype):
    tensor = torch.empty(shape, dtype=dtype)
    return tensor.numel() * tensor.element_size()


def training_memory(model, optimizer_name, dtype):
    n = sum(p.numel() for p in model.parameters())
    memory = {
        "weights": tensor_bytes((n,), dtype),
        "gradients": tensor_bytes((n,), dtype),
        "optimizer": {"sgd": 0, "momentum": 4, "adam": 8}[optimizer_name] * n,
        "masters": 0 if dtype == torch.float32 else 4 * n,
    }
    memory["total"] = sum(memory.values())
    return memory
