"""The step is that of all samples, but the result is a mean over micro-batches, in which those of a small one count for
more."""


def train_accumulated(model, micro_batches, criterion, optimizer):
    samples = sum(len(x) for x, _ in micro_batches)
    losses = []
    optimizer.zero_grad()
    for x, y in micro_batches:
        loss = criterion(model(x), y)
        (loss * (len(x) / samples)).backward()
        losses.append(loss.item())
    optimizer.step()
    return sum(losses) / len(losses)
