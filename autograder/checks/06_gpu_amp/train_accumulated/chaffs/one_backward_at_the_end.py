"""The losses are added up and backward comes once, at the end: until then, the graphs of all micro-batches are in
memory together."""


def train_accumulated(model, micro_batches, criterion, optimizer):
    samples = sum(len(x) for x, _ in micro_batches)
    optimizer.zero_grad()
    mean = 0
    for x, y in micro_batches:
        mean = mean + criterion(model(x), y) * (len(x) / samples)
    mean.backward()
    optimizer.step()
    return mean.item()
