"""The accuracy comes from a forward pass of its own, in eval mode: without dropout, and with BatchNorm's running
statistics, it is that of another network than the one whose loss is returned. One forward pass a batch gives both."""


def train_one_epoch(model, loader, criterion, optimizer, device):
    total, right, n = 0.0, 0, 0
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        model.eval()
        with torch.no_grad():
            right += (model(x).argmax(1) == y).sum().item()
        model.train()
        loss = criterion(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(y)
        n += len(y)
    return total / n, right / n
