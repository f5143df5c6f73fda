"""`.training` is set by hand on the model and its direct parts; the parts of these parts stay in the mode that they
came in."""


def train_one_epoch(model, loader, criterion, optimizer, device):
    for part in (model, *model.children()):
        part.training = True
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
