"""The criterion gets bfloat16 logits inside of the block. Autocast may or may not cast them back: that depends on the
criterion."""


def forward_autocast(model, x, y, criterion, device_type):
    with torch.autocast(device_type, dtype=torch.bfloat16):
        return criterion(model(x), y)
