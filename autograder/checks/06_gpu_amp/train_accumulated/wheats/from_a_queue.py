"""Micro-batches are taken out of a list, and it is a list of its own."""


def train_accumulated(model, micro_batches, criterion, optimizer):
    waiting = list(reversed(micro_batches))
    samples = sum(y.shape[0] for _, y in waiting)
    optimizer.zero_grad()
    total = 0.0
    while waiting:
        inputs, targets = waiting.pop()
        share = criterion(model(inputs), targets) * inputs.shape[0] / samples
        share.backward()
        total += share.item()
    optimizer.step()
    return total
