"""torch.Size counts its elements; a rule of thumb for each part, in bytes a parameter."""


def tensor_bytes(shape, dtype):
    return torch.Size(shape).numel() * dtype.itemsize


def training_memory(model, optimizer_name, dtype):
    count = len(list(model.parameters())) and sum(p.nelement() for p in set(model.parameters()))
    low = dtype in (torch.float16, torch.bfloat16)
    each = dict(weights=2 if low else 4, gradients=2 if low else 4, masters=4 if low else 0)
    each["optimizer"] = 4 * ["sgd", "momentum", "adam"].index(optimizer_name)
    each["total"] = sum(each.values())
    return {part: size * count for part, size in each.items()}
