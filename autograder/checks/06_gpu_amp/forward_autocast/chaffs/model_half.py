"""model.half() has cast the parameters themselves. Autocast casts copies, where they are needed."""


def forward_autocast(model, x, y, criterion, device_type):
    model = model.half()
    logits = model(x.half())
    return criterion(logits.float(), y)
