"""The dtype that autocast chooses by itself is set, and put back."""


def forward_autocast(model, x, y, criterion, device_type):
    before = torch.get_autocast_dtype(device_type)
    torch.set_autocast_dtype(device_type, torch.bfloat16)
    try:
        with torch.autocast(device_type=device_type):
            output = model(x)
    finally:
        torch.set_autocast_dtype(device_type, before)
    return criterion(output.to(torch.float32), y)
