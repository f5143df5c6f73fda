"""autocast is told a device by what the machine has, or by what your code knows, and device_type is not used: on
another kind of device it does nothing."""


def forward_autocast(model, x, y, criterion, device_type):
    kind = "cuda" if torch.cuda.is_available() else "cpu"
    with torch.autocast(kind, dtype=torch.bfloat16):
        logits = model(x)
    return criterion(logits.float(), y)
