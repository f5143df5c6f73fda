"""The next micro-batch goes through the model before the last one has had its backward pass, so two graphs are in
memory at a time. Backward comes first: what it uses up makes room for the next."""


def train_accumulated(model, micro_batches, criterion, optimizer):
    samples = sum(len(y) for _, y in micro_batches)
    optimizer.zero_grad()
    total, last = 0.0, None
    for x, y in micro_batches:
        share = criterion(model(x), y) * len(y) / samples
        if last is not None:
            last.backward()
        total, last = total + float(share.detach()), share
    last.backward()
    optimizer.step()
    return total
