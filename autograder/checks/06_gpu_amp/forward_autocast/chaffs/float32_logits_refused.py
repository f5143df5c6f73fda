"""Your function refuses logits that are not bfloat16. A model may end in something that autocast leaves in float32: a
sum, say, or a norm."""


def forward_autocast(model, x, y, criterion, device_type):
    with torch.autocast(device_type, dtype=torch.bfloat16):
        logits = model(x)
    if logits.dtype != torch.bfloat16:
        raise RuntimeError(f"the model calculates in {logits.dtype}")
    return criterion(logits.float(), y)
