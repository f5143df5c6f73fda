"""The gradients of the optimizer's first group of parameters are cleared, those of its other groups are not."""


def train_step(model, batch, optimizer, criterion, device):
    x, y = batch
    x, y = x.to(device), y.to(device)
    for p in optimizer.param_groups[0]["params"]:
        p.grad = None
    loss = criterion(model(x), y)
    loss.backward()
    optimizer.step()
    return loss.detach()


def train_epoch(model, loader, optimizer, criterion, device):
    total, samples = torch.zeros((), device=device), 0
    for x, y in loader:
        total += train_step(model, (x, y), optimizer, criterion, device) * len(x)
        samples += len(x)
    return total.item() / samples
