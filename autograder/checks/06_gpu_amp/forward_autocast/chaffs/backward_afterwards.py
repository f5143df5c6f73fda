"""Your function calls backward. The caller will do that: what is asked for is a loss with its graph."""


def forward_autocast(model, x, y, criterion, device_type):
    with torch.autocast(device_type, dtype=torch.bfloat16):
        logits = model(x)
    loss = criterion(logits.float(), y)
    loss.backward(retain_graph=True)
    return loss
