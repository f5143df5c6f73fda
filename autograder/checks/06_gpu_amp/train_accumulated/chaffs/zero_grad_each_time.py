"""The gradients are cleared before each micro-batch, so only those of the last one are left for the step."""


def train_accumulated(model, micro_batches, criterion, optimizer):
    samples = sum(len(x) for x, _ in micro_batches)
    mean = 0.0
    for x, y in micro_batches:
        optimizer.zero_grad()
        loss = criterion(model(x), y) * (len(x) / samples)
        loss.backward()
        mean += loss.item()
    optimizer.step()
    return mean
