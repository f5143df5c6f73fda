"""You round x to 16 bits in its own memory, and its caller's data are rounded from then on. Autocast makes copies."""


def forward_autocast(model, x, y, criterion, device_type):
    with torch.no_grad():
        x.copy_(x.to(torch.bfloat16))
    with torch.autocast(device_type, dtype=torch.bfloat16):
        logits = model(x)
    return criterion(logits.float(), y)
