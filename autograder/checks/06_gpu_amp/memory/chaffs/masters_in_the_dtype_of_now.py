"""The masters are counted as the parameters are now. They are float32 copies, whatever dtype the parameters have when
somebody asks."""


def tensor_bytes(shape, dtype):
    return math.prod(shape) * dtype.itemsize


def training_memory(model, optimizer_name, dtype):
    n = sum(p.numel() for p in model.parameters())
    memory = {
        "weights": dtype.itemsize * n,
        "gradients": dtype.itemsize * n,
        "optimizer": {"sgd": 0, "momentum": 4, "adam": 8}[optimizer_name] * n,
        "masters": 0 if dtype == torch.float32 else sum(p.numel() * p.element_size() for p in model.parameters()),
    }
    memory["total"] = sum(memory.values())
    return memory
