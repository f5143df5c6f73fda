"""The model is called more than once. Each call costs a forward pass, and changes what layers like batch normalisation
remember."""


def forward_autocast(model, x, y, criterion, device_type):
    with torch.no_grad():
        model(x)
    with torch.autocast(device_type, dtype=torch.bfloat16):
        logits = model(x)
    return criterion(logits.float(), y)
