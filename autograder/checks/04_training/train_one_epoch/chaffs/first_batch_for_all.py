"""Each loss is weighted by the size of the first batch. Batches may differ in size."""


def train_one_epoch(model, loader, criterion, optimizer, device):
    model.train()
    total, right, n = 0.0, 0, 0
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        logits = model(x)
        loss = criterion(logits, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        size = len(y) if n == 0 else size
        total += loss.item() * size
        right += (logits.argmax(1) == y).sum().item()
        n += len(y)
    return total / n, right / n
