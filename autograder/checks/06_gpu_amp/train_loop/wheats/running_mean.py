"""A running mean on the device, asked for once, by way of the CPU."""


def train_step(model, batch, optimizer, criterion, device):
    x, y = batch
    x, y = x.to(device), y.to(device)
    optimizer.zero_grad()
    loss = criterion(model(x), y)
    loss.backward()
    optimizer.step()
    return loss.detach()


def train_epoch(model, loader, optimizer, criterion, device):
    mean, samples = None, 0
    for batch in loader:
        loss = train_step(model, batch, optimizer, criterion, device).double()
        samples += len(batch[1])
        mean = loss if mean is None else mean + (loss - mean) * (len(batch[1]) / samples)
    return mean.cpu().item()
