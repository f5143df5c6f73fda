"""A size of 0 is taken for no sizes at all. The product of no numbers is 1, and one with a 0 in it is 0: such a tensor
has no elements."""


def tensor_bytes(shape, dtype):
    return (math.prod(shape) or 1) * dtype.itemsize


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
