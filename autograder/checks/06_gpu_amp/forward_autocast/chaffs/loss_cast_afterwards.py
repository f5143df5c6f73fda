"""The loss is cast to float32 when it is too late: it was computed from bfloat16 logits."""


def forward_autocast(model, x, y, criterion, device_type):
    with torch.autocast(device_type, dtype=torch.bfloat16):
        logits = model(x)
    return criterion(logits, y).float()
