"""A table of sizes knows a few dtypes, and any may be asked for. A dtype knows its size itself."""


def tensor_bytes(shape, dtype):
    sizes = {torch.float64: 8, torch.float32: 4, torch.bfloat16: 2, torch.float16: 2, torch.int64: 8}
    sizes |= {torch.int32: 4, torch.uint8: 1, torch.bool: 1}
    return math.prod(shape) * sizes.get(dtype, 4)


def training_memory(model, optimizer_name, dtype):
    n = sum(p.numel() for p in model.parameters())
    memory = {
        "weights": n * dtype.itemsize,
        "gradients": n * dtype.itemsize,
        "optimizer": {"sgd": 0, "momentum": 4, "adam": 8}[optimizer_name] * n,
        "masters": 0 if dtype == torch.float32 else 4 * n,
    }
    return memory | {"total": sum(memory.values())}
