"""Tensors on the device meta have sizes and no memory."""


def tensor_bytes(shape, dtype):
    return torch.Size(shape).numel() * torch.empty(1, dtype=dtype, device="meta").nbytes


def training_memory(model, optimizer_name, dtype):
    counted = {id(p): p.numel() for _, p in model.named_parameters(remove_duplicate=False)}
    n = sum(counted.values())
    low, full = tensor_bytes((n,), dtype), tensor_bytes((n,), torch.float32)
    states = 0
    match optimizer_name:
        case "momentum":
            states = full
        case "adam":
            states = full + full
    masters = full if low < full else 0
    total = 2 * low + states + masters
    return {"weights": low, "gradients": low, "optimizer": states, "masters": masters, "total": total}
