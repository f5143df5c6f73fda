"""The model was converted to 16 bits and back. What its parameters lost on the way does not come back, and gradients
may be left in another dtype. autocast converts copies."""


def forward_autocast(model, x, y, criterion, device_type):
    model.to(torch.bfloat16)
    logits = model(x.to(torch.bfloat16))
    loss = criterion(logits.float(), y)
    model.float()
    return loss
