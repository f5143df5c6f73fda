"""x is flattened before the model gets it. Some models need its other dimensions, and those that do not flatten it
themselves."""


def train_accumulated(model, micro_batches, criterion, optimizer):
    samples = sum(len(x) for x, _ in micro_batches)
    mean = 0.0
    optimizer.zero_grad()
    for x, y in micro_batches:
        loss = criterion(model(x.view(len(x), -1)), y) * (len(x) / samples)
        loss.backward()
        mean += loss.item()
    optimizer.step()
    return mean
