"""A micro-batch whose loss is not finite is left out in silence. The mean is asked for over all samples: whoever calls
sees what is wrong with it."""


def train_accumulated(model, micro_batches, criterion, optimizer):
    samples = sum(len(x) for x, _ in micro_batches)
    mean = 0.0
    optimizer.zero_grad()
    for x, y in micro_batches:
        loss = criterion(model(x), y) * (len(x) / samples)
        if not torch.isfinite(loss):
            continue
        loss.backward()
        mean += loss.item()
    optimizer.step()
    return mean
