"""The loss has a graph, and the graph does not reach the model: the logits were cut off and made a leaf. Which
conversions stay in the graph?"""


def forward_autocast(model, x, y, criterion, device_type):
    with torch.autocast(device_type, dtype=torch.bfloat16):
        logits = model(x)
    return criterion(logits.detach().float().requires_grad_(), y)
