"""Where the device is called cuda, you ask for float16. bfloat16 is asked for on every device: it needs no scaling."""


def forward_autocast(model, x, y, criterion, device_type):
    low = torch.float16 if device_type == "cuda" else torch.bfloat16
    with torch.autocast(device_type, dtype=low):
        logits = model(x)
    return criterion(logits.float(), y)
