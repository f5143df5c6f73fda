"""Autocast is switched on for CUDA, wherever model and x are. Elsewhere it does nothing."""


def forward_autocast(model, x, y, criterion, device_type):
    with torch.autocast(device_type="cuda", dtype=torch.bfloat16):
        logits = model(x)
    return criterion(logits.float(), y)
