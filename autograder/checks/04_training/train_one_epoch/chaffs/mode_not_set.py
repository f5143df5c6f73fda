"""The model, or what it is made of, stays in the mode it came in. Who says that nobody has just evaluated it?"""


def train_one_epoch(model, loader, criterion, optimizer, device):
    total, right, count = 0.0, 0, 0
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        optimizer.zero_grad()
        logits = model(x)
        loss = criterion(logits, y)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(y)
        right += (logits.argmax(1) == y).sum().item()
        count += len(y)
    return total / count, right / count
