"""The loader is gone through once to count, and once to train. A loader that shuffles gives another order then than
that of the first pass, and some are slow: count while you train."""


def train_one_epoch(model, loader, criterion, optimizer, device):
    count = sum(len(y) for _, y in loader)
    model.train()
    total, right, n = 0.0, 0, 0
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        logits = model(x)
        loss = criterion(logits, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(y)
        right += (logits.argmax(1) == y).sum().item()
        n += len(y)
    return total / count, right / count
