"""The number of all samples is worked out as if all micro-batches but the last were as large as the first. Their sizes
may differ anywhere: how many samples are there?"""


def train_accumulated(model, micro_batches, criterion, optimizer):
    samples = len(micro_batches[0][0]) * (len(micro_batches) - 1) + len(micro_batches[-1][0])
    mean = 0.0
    optimizer.zero_grad()
    for x, y in micro_batches:
        loss = criterion(model(x), y) * (len(x) / samples)
        loss.backward()
        mean += loss.item()
    optimizer.step()
    return mean
