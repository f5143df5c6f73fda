"""From the bits of a dtype, parameter by parameter."""


def tensor_bytes(shape, dtype):
    if dtype == torch.bool:
        bits = 8
    elif dtype.is_complex:
        bits = 2 * torch.finfo(dtype).bits if dtype == torch.complex32 else torch.empty(0, dtype=dtype).itemsize * 8
    elif dtype.is_floating_point:
        bits = torch.finfo(dtype).bits
    else:
        bits = torch.iinfo(dtype).bits
    return math.prod(shape) * bits // 8


def training_memory(model, optimizer_name, dtype):
    memory = dict.fromkeys(["total", "masters", "optimizer", "gradients", "weights"], 0)
    for p in model.parameters():
        memory["weights"] += tensor_bytes(p.shape, dtype)
        memory["gradients"] += tensor_bytes(p.shape, dtype)
        if optimizer_name in ("momentum", "adam"):
            memory["optimizer"] += tensor_bytes(p.shape, torch.float32)
        if optimizer_name == "adam":
            memory["optimizer"] += tensor_bytes(p.shape, torch.float32)
        if dtype in (torch.float16, torch.bfloat16):
            memory["masters"] += tensor_bytes(p.shape, torch.float32)
    memory["total"] = sum(memory[part] for part in memory if part != "total")
    return memory
