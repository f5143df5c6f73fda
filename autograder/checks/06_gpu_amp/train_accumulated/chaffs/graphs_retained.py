"""`retain_graph=True` keeps the graph of each micro-batch beyond its backward pass, and the list of losses holds all of
them: the memory of the big batch, after all."""


def train_accumulated(model, micro_batches, criterion, optimizer):
    samples, losses = sum(len(x) for x, _ in micro_batches), []
    optimizer.zero_grad()
    for x, y in micro_batches:
        loss = criterion(model(x), y) * (len(x) / samples)
        loss.backward(retain_graph=True)
        losses.append(loss)
    optimizer.step()
    return sum(losses).item()
