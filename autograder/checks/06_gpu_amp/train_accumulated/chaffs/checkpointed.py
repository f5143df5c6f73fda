"""The model is checkpointed, and runs once more for each micro-batch in its backward pass. It is to be called once for
each."""


def train_accumulated(model, micro_batches, criterion, optimizer):
    samples, mean = sum(len(x) for x, _ in micro_batches), 0.0
    optimizer.zero_grad()
    for x, y in micro_batches:
        loss = criterion(checkpoint(model, x, use_reentrant=False), y) * (len(x) / samples)
        loss.backward()
        mean += loss.item()
    optimizer.step()
    return mean
