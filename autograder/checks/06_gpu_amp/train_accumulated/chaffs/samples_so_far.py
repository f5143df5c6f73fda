"""Each loss is divided by the number of samples so far, so those of the first micro-batch count for more. The mean is
over all of them: how many are there in the end?"""


def train_accumulated(model, micro_batches, criterion, optimizer):
    optimizer.zero_grad()
    total, samples = 0.0, 0
    for x, y in micro_batches:
        samples += len(x)
        loss = criterion(model(x), y) * len(x)
        (loss / samples).backward()
        total += loss.item()
    optimizer.step()
    return total / samples
