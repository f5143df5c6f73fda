"""After training, the loader is gone through once more, to count. It may be something that can be gone through only
once: count while you train."""


def train_step(model, batch, optimizer, criterion, device):
    x, y = batch
    x, y = x.to(device), y.to(device)
    optimizer.zero_grad()
    loss = criterion(model(x), y)
    loss.backward()
    optimizer.step()
    return loss.detach()


def train_epoch(model, loader, optimizer, criterion, device):
    total = torch.zeros((), device=device)
    for x, y in loader:
        total += train_step(model, (x, y), optimizer, criterion, device) * len(x)
    samples = sum(len(x) for x, _ in loader)
    return total.item() / samples
