"""The micro-batches come to the model in another order than the one in which they were given."""


def train_accumulated(model, micro_batches, criterion, optimizer):
    samples = sum(len(x) for x, _ in micro_batches)
    optimizer.zero_grad()
    mean = 0.0
    for x, y in sorted(micro_batches, key=lambda batch: len(batch[0]), reverse=True):
        loss = criterion(model(x), y) * (len(x) / samples)
        loss.backward()
        mean += loss.item()
    optimizer.step()
    return mean
