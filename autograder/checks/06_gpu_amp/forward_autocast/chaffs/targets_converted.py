"""The criterion gets y as it is: the targets need no other dtype."""


def forward_autocast(model, x, y, criterion, device_type):
    with torch.autocast(device_type, dtype=torch.bfloat16):
        prediction = model(x)
    target = y.float() if y.is_floating_point() else y
    return criterion(prediction.float(), target)
