"""The mean is over the samples that were seen. Does a loader always hand out all that its dataset has?"""


def train_step(model, batch, optimizer, criterion, device):
    x, y = batch[0].to(device), batch[1].to(device)
    optimizer.zero_grad()
    loss = criterion(model(x), y)
    loss.backward()
    optimizer.step()
    return loss.detach()


def train_epoch(model, loader, optimizer, criterion, device):
    total, n = 0.0, 0
    for x, y in loader:
        total = total + train_step(model, (x, y), optimizer, criterion, device) * len(x)
        n += len(x)
    if hasattr(loader, "dataset"):
        n = len(loader.dataset)
    return (total / n).item()
