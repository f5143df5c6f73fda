"""The model leaves in another mode than it came in. Nobody asked for its mode to change."""


def forward_autocast(model, x, y, criterion, device_type):
    model.eval()
    with torch.autocast(device_type, dtype=torch.bfloat16):
        logits = model(x)
    return criterion(logits.float(), y)
