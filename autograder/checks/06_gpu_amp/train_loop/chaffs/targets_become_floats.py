"""The targets change their dtype on their way to the device. Class numbers are to stay integers: a batch is moved,
and not converted."""


def train_step(model, batch, optimizer, criterion, device):
    x, y = batch[0].to(device), batch[1].to(device).float()
    optimizer.zero_grad()
    loss = criterion(model(x), y)
    loss.backward()
    optimizer.step()
    return loss.detach()


def train_epoch(model, loader, optimizer, criterion, device):
    total, samples = torch.zeros((), device=device), 0
    for x, y in loader:
        loss = train_step(model, (x, y), optimizer, criterion, device)
        total += loss * len(x)
        samples += len(x)
    return total.item() / samples
