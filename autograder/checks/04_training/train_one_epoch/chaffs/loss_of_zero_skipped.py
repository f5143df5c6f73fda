"""A batch whose loss is 0 gets no step, as if nothing were left to do. With momentum, or a decay, a step moves the
weights without any gradient."""


def train_one_epoch(model, loader, criterion, optimizer, device):
    model.train()
    total, right, count = 0.0, 0, 0
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        logits = model(x)
        loss = criterion(logits, y)
        if loss.item() != 0:
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        total += loss.item() * len(y)
        right += (logits.argmax(1) == y).sum().item()
        count += len(y)
    return total / count, right / count
