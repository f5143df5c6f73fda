"""The loader is asked for its length, or for one batch by its number. It is anything that a for loop takes, and need
not have either."""


def train_step(model, batch, optimizer, criterion, device):
    x, y = batch[0].to(device), batch[1].to(device)
    optimizer.zero_grad()
    loss = criterion(model(x), y)
    loss.backward()
    optimizer.step()
    return loss.detach()


def train_epoch(model, loader, optimizer, criterion, device):
    total, samples = torch.zeros((), device=device), 0
    for number in range(len(loader)):
        x, y = loader[number]
        loss = train_step(model, (x, y), optimizer, criterion, device)
        total += loss * len(x)
        samples += len(x)
    return total.item() / samples
