"""Whether autocast keeps the weights that it has cast is a setting for all code, and you leave it changed. The block
has an argument of its own for that."""


def forward_autocast(model, x, y, criterion, device_type):
    torch.set_autocast_cache_enabled(False)
    with torch.autocast(device_type, dtype=torch.bfloat16, cache_enabled=False):
        logits = model(x)
    return criterion(logits.float(), y)
