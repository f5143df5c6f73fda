"""A loss is cut off at a limit. What lies above it counts too little in the mean, and teaches nothing."""


def train_one_epoch(model, loader, criterion, optimizer, device):
    """Train on each batch once; return (mean loss over the samples, accuracy) of the forward passes, two floats."""
    model.train()
    total_loss, right, count = 0.0, 0, 0
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        logits = model(x)
        loss = criterion(logits, y)
        loss = loss.clamp(max=100)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total_loss += loss.item() * len(y)
        right += (logits.argmax(dim=1) == y).sum().item()
        count += len(y)
    return total_loss / count, right / count
