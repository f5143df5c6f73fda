"""`retain_graph=True` keeps the graph of a micro-batch, with all that it has saved, beyond its backward pass. There is
no second one for which it would be needed."""


def train_accumulated(model, micro_batches, criterion, optimizer):
    samples, losses = sum(len(x) for x, _ in micro_batches), []
    optimizer.zero_grad()
    for x, y in micro_batches:
        loss = criterion(model(x), y) * (len(x) / samples)
        loss.backward(retain_graph=True)
        losses.append(loss)
    optimizer.step()
    return sum(losses).item()
