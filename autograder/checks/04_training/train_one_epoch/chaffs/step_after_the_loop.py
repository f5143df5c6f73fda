"""After the loop there is one more step, with a gradient that has been used already."""


def train_one_epoch(model, loader, criterion, optimizer, device):
    model.train()
    total, right, n = 0.0, 0, 0
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        logits = model(x)
        loss = criterion(logits, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(y)
        right += (logits.argmax(1) == y).sum().item()
        n += len(y)
    optimizer.step()
    return total / n, right / n
