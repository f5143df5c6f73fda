"""Autocast is switched on and never off again: all that the caller does afterwards runs in low precision."""


def forward_autocast(model, x, y, criterion, device_type):
    torch.set_autocast_dtype(device_type, torch.bfloat16)
    torch.set_autocast_enabled(device_type, True)
    logits = model(x)
    return criterion(logits.float(), y)
