"""x is converted to float32, and the model is to get it as it is. The numbers of words, for an embedding, are
integers."""


def forward_autocast(model, x, y, criterion, device_type):
    with torch.autocast(device_type, dtype=torch.bfloat16):
        logits = model(x.float())
    return criterion(logits.float(), y)
