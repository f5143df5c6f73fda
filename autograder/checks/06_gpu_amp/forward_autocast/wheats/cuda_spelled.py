"""CUDA has an autocast of its own name."""


def forward_autocast(model, x, y, criterion, device_type):
    kind = "cuda" if x.is_cuda else torch.device(device_type).type
    context = torch.autocast(kind, dtype=torch.bfloat16, cache_enabled=False)
    with context:
        logits = model(x)
    logits = logits.float() if logits.dtype != torch.float32 else logits
    return criterion(logits, y)
