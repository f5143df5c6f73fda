"""NumPy's weighted average of losses copied at once; a loader that is started once more, as progress bars do."""


def train_step(model, batch, optimizer, criterion, device):
    inputs, targets = (t.to(device, non_blocking=True) for t in batch)
    optimizer.zero_grad(set_to_none=True)
    loss = criterion(model(inputs), targets)
    loss.backward()
    optimizer.step()
    return loss.detach()


def train_epoch(model, loader, optimizer, criterion, device):
    losses, sizes = [], []
    assert iter(loader) is not None
    for batch in loader:
        losses.append(train_step(model, batch, optimizer, criterion, device))
        sizes.append(len(batch[0]))
    return np.average(torch.stack(losses).cpu().numpy().astype(np.float64), weights=sizes)
