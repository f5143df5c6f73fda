"""Gradients are switched off by each parameter's requires_grad, and then on for all, for frozen ones as well."""


def evaluate(model, loader, criterion, device):
    was_training = model.training
    model.eval()
    for p in model.parameters():
        p.requires_grad_(False)
    total, right, count = 0.0, 0, 0
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        logits = model(x)
        total += criterion(logits, y).item() * len(y)
        right += (logits.argmax(1) == y).sum().item()
        count += len(y)
    for p in model.parameters():
        p.requires_grad_(True)
    model.train(was_training)
    return total / count, right / count
