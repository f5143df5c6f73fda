"""The model's outputs lose a dimension before the criterion gets them. Beside targets of shape (N, 1), each output then
meets all targets. The criterion gets what the model gives."""


def forward_autocast(model, x, y, criterion, device_type):
    with torch.autocast(device_type, dtype=torch.bfloat16):
        logits = model(x).squeeze(-1)
    return criterion(logits.float(), y)
