"""Backward fills the gradients of the optimizer's first group of parameters, and the others never learn."""


def train_step(model, batch, optimizer, criterion, device):
    x, y = (t.to(device) for t in batch)
    optimizer.zero_grad()
    loss = criterion(model(x), y)
    loss.backward(inputs=optimizer.param_groups[0]["params"])
    optimizer.step()
    return loss.detach()


def train_epoch(model, loader, optimizer, criterion, device):
    total, n = 0, 0
    for x, y in loader:
        total = total + len(x) * train_step(model, (x, y), optimizer, criterion, device)
        n += len(x)
    return (total / n).item()
