"""Without a dtype, autocast chooses one for you: bfloat16 on the CPU, and float16 on an accelerator."""


def forward_autocast(model, x, y, criterion, device_type):
    with torch.autocast(device_type):
        logits = model(x)
    return criterion(logits.float(), y)
