"""The loss is multiplied by the number of samples before `backward`. The mean over the samples is for the report; a
step takes the gradients of what `criterion` returns."""


def train_one_epoch(model, loader, criterion, optimizer, device):
    """Train on each batch once; return (mean loss over the samples, accuracy) of the forward passes, two floats."""
    model.train()
    total_loss, right, count = 0.0, 0, 0
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        logits = model(x)
        loss = criterion(logits, y)
        optimizer.zero_grad()
        (loss * len(y)).backward()
        optimizer.step()
        total_loss += loss.item() * len(y)
        right += (logits.argmax(dim=1) == y).sum().item()
        count += len(y)
    return total_loss / count, right / count
