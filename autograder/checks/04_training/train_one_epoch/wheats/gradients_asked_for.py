"""autograd.grad gives the gradients, which are put into .grad over the old ones: nothing need be cleared."""


def train_one_epoch(model, loader, criterion, optimizer, device):
    model.train()
    weights = [p for p in model.parameters() if p.requires_grad]
    total, right, count = 0.0, 0, 0
    for x, y in loader:
        logits = model(x.to(device))
        loss = criterion(logits, y.to(device))
        for p, gradient in zip(weights, torch.autograd.grad(loss, weights)):
            p.grad = gradient
        optimizer.step()
        total += len(y) * float(loss.detach())
        right += int((logits.argmax(1) == y.to(device)).sum())
        count += len(y)
    return total / count, right / count
