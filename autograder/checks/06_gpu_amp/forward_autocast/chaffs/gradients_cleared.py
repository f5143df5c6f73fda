"""The gradients that lie in the model are cleared. Who calls may be adding up those of several losses, and will clear
them when it is time."""


def forward_autocast(model, x, y, criterion, device_type):
    model.zero_grad()
    with torch.autocast(device_type, dtype=torch.bfloat16):
        logits = model(x)
    return criterion(logits.float(), y)
