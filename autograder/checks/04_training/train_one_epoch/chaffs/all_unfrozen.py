"""All parameters are made to require grad before the training. Who has frozen some of them wants them to stay as they
are."""


def train_one_epoch(model, loader, criterion, optimizer, device):
    model.train()
    for p in model.parameters():
        p.requires_grad = True
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
