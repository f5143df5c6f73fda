"""A second block switches autocast off for the loss."""


def forward_autocast(model, x, y, criterion, device_type):
    with torch.amp.autocast(device_type, dtype=torch.bfloat16):
        output = model(x)
        with torch.amp.autocast(device_type, enabled=False):
            loss = criterion(output.float(), y)
    return loss
