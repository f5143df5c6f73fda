"""A loss that is not finite ends the training with an error, as in many scripts."""


def train_one_epoch(model, loader, criterion, optimizer, device):
    model.train()
    total, right, count = 0.0, 0, 0
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        logits = model(x)
        loss = criterion(logits, y)
        if not torch.isfinite(loss):
            raise FloatingPointError(f"the loss is {loss.item()}: training has diverged")
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(y)
        right += int((logits.argmax(dim=1) == y).sum())
        count += len(y)
    return total / count, right / count
