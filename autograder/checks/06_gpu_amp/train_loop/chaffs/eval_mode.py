"""The model is put into eval mode for its step. Which layers then do something else than in training?"""


def train_step(model, batch, optimizer, criterion, device):
    model.eval()
    x, y = batch
    x, y = x.to(device), y.to(device)
    optimizer.zero_grad()
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
