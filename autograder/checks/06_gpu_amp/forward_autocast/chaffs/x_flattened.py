"""x is flattened before the model gets it. Some models need its other dimensions, and those that do not flatten it
themselves."""


def forward_autocast(model, x, y, criterion, device_type):
    with torch.autocast(device_type, dtype=torch.bfloat16):
        logits = model(x.view(len(x), -1))
    return criterion(logits.float(), y)
