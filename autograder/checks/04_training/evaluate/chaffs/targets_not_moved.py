"""The inputs are moved to the device, the targets are not."""


def evaluate(model, loader, criterion, device):
    mode = model.training
    model.eval()
    total, right, count = 0.0, 0, 0
    with torch.no_grad():
        for x, y in loader:
            logits = model(x.to(device))
            total += criterion(logits, y).item() * len(y)
            right += (logits.argmax(dim=1) == y).sum().item()
            count += len(y)
    model.train(mode)
    return total / count, right / count
