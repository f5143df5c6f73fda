"""x is converted to float32. It is moved and otherwise left as it is: the numbers of words, for an embedding, are
integers."""


def train_step(model, batch, optimizer, criterion, device):
    x, y = batch
    x, y = x.to(device), y.to(device)
    optimizer.zero_grad()
    loss = criterion(model(x.float()), y)
    loss.backward()
    optimizer.step()
    return loss.detach()


def train_epoch(model, loader, optimizer, criterion, device):
    total, samples = torch.zeros((), device=device), 0
    for x, y in loader:
        total += train_step(model, (x, y), optimizer, criterion, device) * len(x)
        samples += len(x)
    return total.item() / samples
