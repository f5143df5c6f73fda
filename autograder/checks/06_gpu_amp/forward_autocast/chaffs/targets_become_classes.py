"""The targets are converted to integers, and numbers lose what is behind the point. The criterion gets y as it is."""


def forward_autocast(model, x, y, criterion, device_type):
    with torch.autocast(device_type, dtype=torch.bfloat16):
        logits = model(x)
    return criterion(logits.float(), y.long())
