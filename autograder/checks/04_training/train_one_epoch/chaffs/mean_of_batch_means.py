"""Each batch counts as much as every other, however many samples it holds. The last batch is smaller: weigh by
size."""


def train_one_epoch(model, loader, criterion, optimizer, device):
    model.train()
    total, right, count, batches = 0.0, 0, 0, 0
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        optimizer.zero_grad()
        logits = model(x)
        loss = criterion(logits, y)
        loss.backward()
        optimizer.step()
        total += loss.item()
        right += (logits.argmax(1) == y).sum().item()
        count += len(y)
        batches += 1
    return total / batches, right / count
