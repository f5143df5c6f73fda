"""The step is given a closure, which PyTorch calls once a step."""


def train_one_epoch(model, loader, criterion, optimizer, device):
    model.train()
    seen = []
    for x, y in loader:
        x, y = x.to(device), y.to(device)

        def closure():
            optimizer.zero_grad()
            logits = model(x)
            loss = criterion(logits, y)
            loss.backward()
            seen.append((loss.item() * len(y), int((logits.argmax(1) == y).sum()), len(y)))
            return loss

        optimizer.step(closure)
    losses, right, count = (sum(column) for column in zip(*seen))
    return losses / count, right / count
