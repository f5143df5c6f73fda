"""The result is the mean over all samples, and the gradient is not: in it, each micro-batch counts the same, however
many samples it has."""


def train_accumulated(model, micro_batches, criterion, optimizer):
    samples = sum(len(x) for x, _ in micro_batches)
    mean = 0.0
    optimizer.zero_grad()
    for x, y in micro_batches:
        loss = criterion(model(x), y)
        (loss / len(micro_batches)).backward()
        mean += loss.item() * len(x) / samples
    optimizer.step()
    return mean
