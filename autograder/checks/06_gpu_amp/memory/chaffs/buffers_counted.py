"""Buffers are counted as well, and a shared weight twice, as in a state dict. Which tensors does an optimizer get?"""


def tensor_bytes(shape, dtype):
    return math.prod(shape) * dtype.itemsize


def training_memory(model, optimizer_name, dtype):
    n = sum(t.numel() for t in model.state_dict().values())
    memory = {
        "weights": dtype.itemsize * n,
        "gradients": dtype.itemsize * n,
        "optimizer": {"sgd": 0, "momentum": 4, "adam": 8}[optimizer_name] * n,
        "masters": 0 if dtype == torch.float32 else 4 * n,
    }
    memory["total"] = sum(memory.values())
    return memory
