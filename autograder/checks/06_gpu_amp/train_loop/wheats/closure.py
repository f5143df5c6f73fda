"""The optimizer calls a closure that gives it the loss."""


def train_step(model, batch, optimizer, criterion, device):
    device = torch.device(device)
    x, y = batch[0].to(device), batch[1].to(device)

    def closure():
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        return loss

    return optimizer.step(closure).detach()


def train_epoch(model, loader, optimizer, criterion, device):
    sums = torch.zeros(2, device=device)
    for x, y in loader:
        loss = train_step(model, (x, y), optimizer, criterion, device)
        sums += torch.stack([loss * len(x), torch.full_like(loss, len(x))])
    total, samples = sums.tolist()
    return total / samples
