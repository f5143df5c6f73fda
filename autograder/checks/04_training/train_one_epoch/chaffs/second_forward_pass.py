"""The model is called once more for the accuracy, after the step: in train mode that counts for BatchNorm and draws
another dropout, and it measures other weights than the loss does."""


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
        total += loss.item() * len(y)
        right += (model(x).argmax(1) == y).sum().item()
        n += len(y)
    return total / n, right / n
