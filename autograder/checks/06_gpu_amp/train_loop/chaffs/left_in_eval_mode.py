"""After the epoch the model is in eval mode, and it came in train mode. Whoever trains on does so without dropout."""


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
    model.eval()
    return float(summed / samples)
