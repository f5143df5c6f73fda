"""Autocast is on for models in train mode alone. One in eval mode calculates in float32, as if nobody had asked."""


def forward_autocast(model, x, y, criterion, device_type):
    with torch.autocast(device_type, dtype=torch.bfloat16, enabled=model.training):
        logits = model(x)
    return criterion(logits.float(), y)
