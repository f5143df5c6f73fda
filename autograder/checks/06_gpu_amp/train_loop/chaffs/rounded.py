"""The mean loss is rounded. How many digits are shown is up to whoever shows it."""


def train_step(model, batch, optimizer, criterion, device):
    inputs, targets = (part.to(device) for part in batch)
    loss = criterion(model(inputs), targets)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.detach()


def train_epoch(model, loader, optimizer, criterion, device):
    summed, samples = torch.zeros((), device=device), 0
    for batch in loader:
        n = len(batch[0])
        summed = summed + n * train_step(model, batch, optimizer, criterion, device)
        samples += n
    return float(f"{float(summed / samples):.3f}")
