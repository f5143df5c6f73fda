"""bfloat16 weights need masters, too: with 8 bits, a small update is lost sooner than with 11."""


def tensor_bytes(shape, dtype):
    return math.prod(shape) * dtype.itemsize


def training_memory(model, optimizer_name, dtype):
    n = sum(p.numel() for p in model.parameters())
    memory = {
        "weights": dtype.itemsize * n,
        "gradients": dtype.itemsize * n,
        "optimizer": {"sgd": 0, "momentum": 4, "adam": 8}[optimizer_name] * n,
        "masters": 4 * n if dtype == torch.float16 else 0,
    }
    memory["total"] = sum(memory.values())
    return memory
