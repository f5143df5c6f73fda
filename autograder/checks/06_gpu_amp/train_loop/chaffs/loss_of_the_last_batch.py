"""The result is the loss of the last batch. What of those before?"""


def train_step(model, batch, optimizer, criterion, device):
    x, y = batch
    x, y = x.to(device), y.to(device)
    optimizer.zero_grad()
    loss = criterion(model(x), y)
    loss.backward()
    optimizer.step()
    return loss.detach()


def train_epoch(model, loader, optimizer, criterion, device):
    for batch in loader:
        loss = train_step(model, batch, optimizer, criterion, device)
    return loss.item()
