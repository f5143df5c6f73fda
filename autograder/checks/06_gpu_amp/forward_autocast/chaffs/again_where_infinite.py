"""Where the loss is not finite, the model is called a second time. An infinite loss is for the caller to see."""


def forward_autocast(model, x, y, criterion, device_type):
    with torch.autocast(device_type, dtype=torch.bfloat16):
        logits = model(x)
    loss = criterion(logits.float(), y)
    if torch.isfinite(loss):
        return loss
    return criterion(model(x).float(), y)
