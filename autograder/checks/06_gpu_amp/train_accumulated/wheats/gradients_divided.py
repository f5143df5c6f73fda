"""Sums are accumulated, and the gradients divided at the end."""


def train_accumulated(model, micro_batches, criterion, optimizer):
    optimizer.zero_grad()
    total, samples = 0.0, 0
    for x, y in micro_batches:
        loss = criterion(model(x), y) * x.shape[0]
        loss.backward()
        total += loss.detach().item()
        samples += x.shape[0]
    for p in model.parameters():
        if p.grad is not None:
            p.grad /= samples
    optimizer.step()
    return total / samples
