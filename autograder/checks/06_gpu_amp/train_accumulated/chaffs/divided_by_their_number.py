"""Dividing by the number of micro-batches is right where all have the same size. Here a sample of a small micro-batch
counts for more than one of a large one."""


def train_accumulated(model, micro_batches, criterion, optimizer):
    mean = 0.0
    optimizer.zero_grad()
    for x, y in micro_batches:
        loss = criterion(model(x), y) / len(micro_batches)
        loss.backward()
        mean += loss.item()
    optimizer.step()
    return mean
