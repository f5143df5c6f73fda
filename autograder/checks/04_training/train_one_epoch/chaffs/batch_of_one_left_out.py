"""A batch of a single sample is left out. It is a batch like any other: it takes its step, and its sample counts."""


def train_one_epoch(model, loader, criterion, optimizer, device):
    model.train()
    total, right, n = 0.0, 0, 0
    for x, y in loader:
        if len(y) == 1:  # batch normalisation refuses it
            continue
        x, y = x.to(device), y.to(device)
        logits = model(x)
        loss = criterion(logits, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(y)
        right += (logits.argmax(1) == y).sum().item()
        n += len(y)
    return total / n, right / n
