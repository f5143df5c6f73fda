"""Your function calls backward, inside of autocast. Autocast is for the forward pass alone, and the caller calls
backward."""


def forward_autocast(model, x, y, criterion, device_type):
    with torch.autocast(device_type, dtype=torch.bfloat16):
        logits = model(x)
        loss = criterion(logits.float(), y)
        loss.backward()
    return loss
