"""The gradients are divided by the number of samples in the optimizer's first group of parameters alone. Who divides
those of the others?"""


def train_accumulated(model, micro_batches, criterion, optimizer):
    optimizer.zero_grad()
    total, samples = 0.0, 0
    for x, y in micro_batches:
        loss = criterion(model(x), y) * len(x)
        loss.backward()
        total = total + float(loss)
        samples += len(x)
    for p in optimizer.param_groups[0]["params"]:
        p.grad /= samples
    optimizer.step()
    return total / samples
