"""The gradient is clipped before the step. That makes another step of it wherever it is long, and nobody asked for
it."""


def train_accumulated(model, micro_batches, criterion, optimizer):
    samples = sum(len(x) for x, _ in micro_batches)
    mean = 0.0
    optimizer.zero_grad()
    for x, y in micro_batches:
        loss = criterion(model(x), y) * (len(x) / samples)
        loss.backward()
        mean += loss.item()
    nn.utils.clip_grad_norm_(model.parameters(), 10.0)
    optimizer.step()
    return mean
