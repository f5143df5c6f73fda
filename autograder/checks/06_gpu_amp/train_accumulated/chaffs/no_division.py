"""The means of the micro-batches are added up, so the step is as many times too long as there are micro-batches."""


def train_accumulated(model, micro_batches, criterion, optimizer):
    samples = sum(len(x) for x, _ in micro_batches)
    mean = 0.0
    optimizer.zero_grad()
    for x, y in micro_batches:
        loss = criterion(model(x), y)
        loss.backward()
        mean += loss.item() * len(x) / samples
    optimizer.step()
    return mean
