"""A progress line every hundred steps needs a number, too: in a long epoch, the host waits for the device at each."""


def train_step(model, batch, optimizer, criterion, device):
    x, y = (part.to(device) for part in batch)
    optimizer.zero_grad()
    loss = criterion(model(x), y)
    loss.backward()
    optimizer.step()
    return loss.detach()


def train_epoch(model, loader, optimizer, criterion, device):
    total, samples = torch.zeros((), device=device), 0
    for step, (x, y) in enumerate(loader):
        total += train_step(model, (x, y), optimizer, criterion, device) * len(x)
        samples += len(x)
        if step % 100 == 99:
            print(f"{step + 1} steps: {total.item() / samples:.3f}")
    return total.item() / samples
