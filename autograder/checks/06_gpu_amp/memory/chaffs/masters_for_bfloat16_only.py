"""float16 weights need masters, too: with 11 bits, a small update is lost as well, if later than with 8."""


def tensor_bytes(shape, dtype):
    return math.prod(shape) * dtype.itemsize


def training_memory(model, optimizer_name, dtype):
    n = sum(p.numel() for p in model.parameters())
    memory = {
        "weights": dtype.itemsize * n,
        "gradients": dtype.itemsize * n,
        "optimizer": {"sgd": 0, "momentum": 4, "adam": 8}[optimizer_name] * n,
        "masters": 4 * n if dtype == torch.bfloat16 else 0,
    }
    memory["total"] = sum(memory.values())
    return memory
