"""The gradients of the optimizer's first group are cleared, and those of its other groups add up from batch to batch.
What clears them all?"""


def train_one_epoch(model, loader, criterion, optimizer, device):
    model.train()
    total, right, count = 0.0, 0, 0
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        for p in optimizer.param_groups[0]["params"]:
            p.grad = None
        logits = model(x)
        loss = criterion(logits, y)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(y)
        right += (logits.argmax(1) == y).sum().item()
        count += len(y)
    return total / count, right / count
