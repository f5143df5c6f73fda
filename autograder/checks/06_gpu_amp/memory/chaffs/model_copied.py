"""To see what the weights take, the whole model is copied. The bill is asked for before there is room for one model,
and then there is none for two."""

import copy


def tensor_bytes(shape, dtype):
    return math.prod(shape) * dtype.itemsize


def training_memory(model, optimizer_name, dtype):
    cast = copy.deepcopy(model).to(dtype)
    n = sum(p.numel() for p in cast.parameters())
    weights = sum(p.numel() * p.element_size() for p in cast.parameters())
    memory = {
        "weights": weights,
        "gradients": weights,
        "optimizer": {"sgd": 0, "momentum": 4, "adam": 8}[optimizer_name] * n,
        "masters": 0 if dtype == torch.float32 else 4 * n,
    }
    memory["total"] = sum(memory.values())
    return memory
