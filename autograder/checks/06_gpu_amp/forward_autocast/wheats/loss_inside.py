"""The loss is computed inside of the block, from logits that were cast to float32."""


def forward_autocast(model, x, y, criterion, device_type):
    with torch.autocast(device_type=device_type, dtype=torch.bfloat16):
        logits = model(x)
        return criterion(logits.to(torch.float32), y)
