"""The parts of the model are put into train mode, and the model itself is left in the mode that it came in. It has one
of its own."""


def train_one_epoch(model, loader, criterion, optimizer, device):
    for part in model.children():
        part.train()
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
