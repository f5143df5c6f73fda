"""The loss comes back on the CPU. To bring it there, the host had to wait for the device, at each step."""


def train_step(model, batch, optimizer, criterion, device):
    x, y = batch
    x, y = x.to(device), y.to(device)
    optimizer.zero_grad()
    loss = criterion(model(x), y)
    loss.backward()
    optimizer.step()
    return loss.detach().cpu()


def train_epoch(model, loader, optimizer, criterion, device):
    total, samples = torch.zeros(()), 0
    for x, y in loader:
        loss = train_step(model, (x, y), optimizer, criterion, device)
        total += loss * len(x)
        samples += len(x)
    return total.item() / samples
