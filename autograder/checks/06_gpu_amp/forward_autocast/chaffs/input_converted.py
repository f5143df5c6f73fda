"""x is converted before the model sees it. Autocast converts where it does good, and leaves in float32 what needs
it."""


def forward_autocast(model, x, y, criterion, device_type):
    with torch.autocast(device_type, dtype=torch.bfloat16):
        logits = model(x.bfloat16())
    return criterion(logits.float(), y)
