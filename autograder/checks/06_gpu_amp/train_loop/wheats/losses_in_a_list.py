"""The losses wait in a list and are added up on the device in the end."""


def train_step(model, batch, optimizer, criterion, device):
    x, y = (tensor.to(device, non_blocking=True) for tensor in batch)
    for parameter in model.parameters():
        parameter.grad = None
    loss = criterion(model(x), y)
    loss.backward()
    optimizer.step()
    with torch.no_grad():
        return loss.clone()


def train_epoch(model, loader, optimizer, criterion, device):
    losses, sizes = [], []
    for batch in loader:
        losses.append(train_step(model, batch, optimizer, criterion, device))
        sizes.append(batch[0].shape[0])
    weights = torch.tensor(sizes, dtype=losses[0].dtype).to(device)
    return ((torch.stack(losses) * weights).sum() / weights.sum()).item()
