"""The logits get the dtype of x, which need not be float32. What is left of them where x holds whole numbers, as tokens
are?"""


def forward_autocast(model, x, y, criterion, device_type):
    with torch.autocast(device_type, dtype=torch.bfloat16):
        logits = model(x)
    return criterion(logits.to(x.dtype), y)
