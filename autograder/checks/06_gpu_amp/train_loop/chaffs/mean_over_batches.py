"""The mean over batches lets the samples of a small last batch count for more than the others."""


def train_step(model, batch, optimizer, criterion, device):
    x, y = batch
    x, y = x.to(device), y.to(device)
    optimizer.zero_grad()
    loss = criterion(model(x), y)
    loss.backward()
    optimizer.step()
    return loss.detach()


def train_epoch(model, loader, optimizer, criterion, device):
    losses = [train_step(model, batch, optimizer, criterion, device) for batch in loader]
    return torch.stack(losses).mean().item()
