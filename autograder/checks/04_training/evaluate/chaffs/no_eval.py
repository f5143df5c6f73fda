"""The model is measured in train mode: dropout switches units off, and BatchNorm looks at the batch, and learns
from it."""


def evaluate(model, loader, criterion, device):
    mode = model.training
    total, right, count = 0.0, 0, 0
    with torch.no_grad():
        for x, y in loader:
            x, y = x.to(device), y.to(device)
            logits = model(x)
            total += criterion(logits, y).item() * len(y)
            right += (logits.argmax(1) == y).sum().item()
            count += len(y)
    model.train(mode)
    return total / count, right / count
