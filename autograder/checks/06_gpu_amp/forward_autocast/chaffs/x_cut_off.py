"""The model gets a copy of x that is cut off from it. x may have been calculated from something that learns, and no
gradient comes back to that."""


def forward_autocast(model, x, y, criterion, device_type):
    with torch.autocast(device_type, dtype=torch.bfloat16):
        logits = model(x.detach())
    return criterion(logits.float(), y)
