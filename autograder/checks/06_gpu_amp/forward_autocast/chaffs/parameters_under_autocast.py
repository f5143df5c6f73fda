"""The parameters themselves are converted, with autocast on or without: small updates will be lost in them. Who casts
copies only?"""


def forward_autocast(model, x, y, criterion, device_type):
    model.to(torch.bfloat16)
    with torch.autocast(device_type, dtype=torch.bfloat16):
        output = model(x)
    return criterion(output.float(), y)
