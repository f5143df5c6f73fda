"""Autocast is switched on and off by hand, and where the model raises in between nobody switches it off. A with block
ends what it began however it is left."""


def forward_autocast(model, x, y, criterion, device_type):
    autocast = torch.autocast(device_type, dtype=torch.bfloat16)
    autocast.__enter__()
    logits = model(x)
    autocast.__exit__(None, None, None)
    return criterion(logits.float(), y)
