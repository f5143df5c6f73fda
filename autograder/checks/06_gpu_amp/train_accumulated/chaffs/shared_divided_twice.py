"""You divide the gradients layer by layer, and that of a weight which two layers share is divided twice.
`model.parameters()` gives each once."""


def train_accumulated(model, micro_batches, criterion, optimizer):
    optimizer.zero_grad()
    samples, total = 0, 0.0
    for x, y in micro_batches:
        loss = criterion(model(x), y) * len(x)
        loss.backward()
        total = total + float(loss.detach())
        samples += len(x)
    for layer in model.modules():
        for p in layer.parameters(recurse=False):
            if p.grad is not None:
                p.grad /= samples
    optimizer.step()
    return total / samples
