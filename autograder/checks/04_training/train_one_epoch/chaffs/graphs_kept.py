"""The losses are added up, or collected, as tensors, and each brings its graph along: the memory grows with every
batch."""


def train_one_epoch(model, loader, criterion, optimizer, device):
    model.train()
    total, right, count = 0.0, 0, 0
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        optimizer.zero_grad()
        logits = model(x)
        loss = criterion(logits, y)
        loss.backward()
        optimizer.step()
        total += loss * len(y)
        right += (logits.argmax(1) == y).sum().item()
        count += len(y)
    return (total / count).item(), right / count
