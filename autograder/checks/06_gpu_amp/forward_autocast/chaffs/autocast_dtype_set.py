"""The dtype that autocast chooses by itself is a setting of PyTorch's, and you leave it changed. An argument says the
same for one block."""


def forward_autocast(model, x, y, criterion, device_type):
    torch.set_autocast_dtype(device_type, torch.bfloat16)
    with torch.autocast(device_type=device_type):
        output = model(x)
    return criterion(output.to(torch.float32), y)
