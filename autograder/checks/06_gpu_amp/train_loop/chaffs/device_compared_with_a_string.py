"""The device is compared with a name, and what the names do not fit is sent elsewhere. A device comes as a string or as
a torch.device, and `.to` takes both as they are."""


def train_step(model, batch, optimizer, criterion, device):
    x, y = batch
    where = "cpu" if isinstance(device, str) and device == "cpu" else "cuda" if torch.cuda.is_available() else "simgpu"
    x, y = x.to(where), y.to(where)
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
