"""Of equally small losses the smallest rate is taken, as comes of comparing pairs. The first one is asked for,
whatever the rates are."""


def lr_range_test(model, loader, criterion, start=1e-7, end=1.0, steps=100):
    """(lrs, losses) of SGD steps at exponentially growing rates, until the loss diverges; the model is restored."""
    saved, was_training = copy.deepcopy(model.state_dict()), model.training
    optimizer = torch.optim.SGD(model.parameters(), lr=start)
    model.train()
    lrs, losses = [], []
    batches = iter(loader)
    for i in range(steps):
        try:
            x, y = next(batches)
        except StopIteration:
            batches = iter(loader)
            x, y = next(batches)
        lr = start * (end / start) ** (i / (steps - 1))
        loss = criterion(model(x), y)
        lrs.append(lr)
        losses.append(loss.item())
        if not math.isfinite(losses[-1]) or losses[-1] > 4 * min(losses):
            break
        optimizer.param_groups[0]["lr"] = lr
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    model.load_state_dict(saved)
    model.train(was_training)
    optimizer.zero_grad(set_to_none=True)
    return lrs, losses


def suggest_lr(lrs, losses):
    """A tenth of the rate at which the loss was smallest, non-finite losses left out."""
    return min((loss, lr) for lr, loss in zip(lrs, losses) if math.isfinite(loss))[1] / 10
