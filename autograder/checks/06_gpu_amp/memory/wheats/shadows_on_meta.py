"""Everything is asked of tensors on the device "meta", which have a dtype, a size and no memory."""


def tensor_bytes(shape, dtype):
    return torch.empty(shape, dtype=dtype, device="meta").nbytes


def training_memory(model, optimizer_name, dtype):
    shadows = [torch.empty_like(p, dtype=dtype, device="meta") for p in model.parameters()]
    weights = sum(shadow.nbytes for shadow in shadows)
    full = sum(shadow.float().nbytes for shadow in shadows)
    memory = {"weights": weights, "gradients": weights}
    memory["optimizer"] = {"sgd": 0, "momentum": 1, "adam": 2}[optimizer_name] * full
    memory["masters"] = 0 if dtype == torch.float32 else full
    return memory | {"total": sum(memory.values())}
