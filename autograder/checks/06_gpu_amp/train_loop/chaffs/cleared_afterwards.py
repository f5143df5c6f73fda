"""The gradients are cleared after the step, and not before backward: what lies in .grad when your function is called is
added to the first gradient."""


def train_step(model, batch, optimizer, criterion, device):
    x, y = batch
    x, y = x.to(device), y.to(device)
    loss = criterion(model(x), y)
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()
    return loss.detach()


def train_epoch(model, loader, optimizer, criterion, device):
    total, samples = torch.zeros((), device=device), 0
    for x, y in loader:
        loss = train_step(model, (x, y), optimizer, criterion, device)
        total += loss * len(x)
        samples += len(x)
    return total.item() / samples
