"""A sample counts as right where its label has more than half of the probability. With more than two classes, the
largest logit may have less."""


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
        right += (logits.softmax(1).gather(1, y[:, None]) > 0.5).sum().item()
        n += len(y)
    return total / n, right / n
