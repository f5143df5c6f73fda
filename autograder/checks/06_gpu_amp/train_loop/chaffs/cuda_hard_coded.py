"""x and y go to CUDA, whatever device is handed in. On a machine without CUDA nothing works."""


def train_step(model, batch, optimizer, criterion, device):
    x, y = batch
    x, y = x.cuda(), y.cuda()
    optimizer.zero_grad()
    loss = criterion(model(x), y)
    loss.backward()
    optimizer.step()
    return loss.detach()


def train_epoch(model, loader, optimizer, criterion, device):
    total, samples = torch.zeros((), device=device), 0
    for x, y in loader:
        loss = train_step(model, (x, y), optimizer, criterion, device)
        total += loss * len(x)
        samples += len(x)
    return total.item() / samples
