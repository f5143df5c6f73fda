"""Copies of the batch, also where it is on the device already, and a mean that is brought up to date."""


def train_step(model, batch, optimizer, criterion, device):
    x, y = (tensor.to(device, copy=True) for tensor in batch)
    optimizer.zero_grad()
    loss = criterion(model(x), y)
    loss.backward()
    optimizer.step()
    return loss.detach()


def train_epoch(model, loader, optimizer, criterion, device):
    mean, samples = torch.zeros((), device=device), 0
    for batch in loader:
        n = len(batch[0])
        samples += n
        mean += (train_step(model, batch, optimizer, criterion, device) - mean) * (n / samples)
    return mean.item()
