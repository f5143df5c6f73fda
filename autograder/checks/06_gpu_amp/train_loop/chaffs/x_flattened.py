"""x is flattened before the model gets it. Some models need its other dimensions, and those that do not flatten it
themselves."""


def train_step(model, batch, optimizer, criterion, device):
    x, y = batch
    x, y = x.to(device), y.to(device)
    optimizer.zero_grad()
    loss = criterion(model(x.view(len(x), -1)), y)
    loss.backward()
    optimizer.step()
    return loss.detach()


def train_epoch(model, loader, optimizer, criterion, device):
    total, samples = torch.zeros((), device=device), 0
    for x, y in loader:
        total += train_step(model, (x, y), optimizer, criterion, device) * len(x)
        samples += len(x)
    return total.item() / samples
