"""The optimizer steps after every few micro-batches. However many there are, one step is asked for, with the gradient
of them all."""


def train_accumulated(model, micro_batches, criterion, optimizer):
    samples = sum(len(x) for x, _ in micro_batches)
    optimizer.zero_grad()
    mean = 0.0
    for number, (x, y) in enumerate(micro_batches, 1):
        loss = criterion(model(x), y) * len(x) / samples
        loss.backward()
        mean += loss.item()
        if number % 4 == 0 or number == len(micro_batches):
            optimizer.step()
            optimizer.zero_grad()
    return mean
