"""Autocast is on where x consists of floats alone. A model of tokens gets integers, and calculates in float32 then."""


def forward_autocast(model, x, y, criterion, device_type):
    with torch.autocast(device_type, dtype=torch.bfloat16, enabled=x.is_floating_point()):
        logits = model(x)
    return criterion(logits.float(), y)
