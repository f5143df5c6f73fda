"""A batch whose loss is not finite is left out, and nobody hears of it. Its samples count, and a mean that is not
finite says that something is wrong."""


def evaluate(model, loader, criterion, device):
    was_training = model.training
    model.eval()
    total, right, count = 0.0, 0, 0
    with torch.no_grad():
        for x, y in loader:
            x, y = x.to(device), y.to(device)
            logits = model(x)
            loss = criterion(logits, y).item()
            if math.isfinite(loss):
                total += loss * len(y)
                right += (logits.argmax(dim=1) == y).sum().item()
                count += len(y)
    model.train(was_training)
    return total / count, right / count
