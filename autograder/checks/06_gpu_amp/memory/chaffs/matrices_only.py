"""Parameters without dimensions are left out. Each of them is one number."""


def tensor_bytes(shape, dtype):
    return math.prod(shape) * dtype.itemsize


def training_memory(model, optimizer_name, dtype):
    n = sum(p.numel() for p in model.parameters() if p.ndim > 0)
    memory = {
        "weights": n * dtype.itemsize,
        "gradients": n * dtype.itemsize,
        "optimizer": {"sgd": 0, "momentum": 4, "adam": 8}[optimizer_name] * n,
        "masters": 0 if dtype == torch.float32 else 4 * n,
    }
    return memory | {"total": sum(memory.values())}
