"""A complex number has two parts, and only one is counted: what `finfo` says of a complex dtype is true of each. A
dtype knows how many bytes it takes."""


def tensor_bytes(shape, dtype):
    if dtype == torch.bool:
        return math.prod(shape)
    about = torch.finfo(dtype) if dtype.is_floating_point or dtype.is_complex else torch.iinfo(dtype)
    return math.prod(shape) * about.bits // 8


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
