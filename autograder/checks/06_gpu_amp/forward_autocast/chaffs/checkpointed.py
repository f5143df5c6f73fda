"""The model is checkpointed, and runs once more in the backward pass. It is to be called once."""


def forward_autocast(model, x, y, criterion, device_type):
    with torch.autocast(device_type, dtype=torch.bfloat16):
        logits = checkpoint(model, x, use_reentrant=False)
    return criterion(logits.float(), y)
