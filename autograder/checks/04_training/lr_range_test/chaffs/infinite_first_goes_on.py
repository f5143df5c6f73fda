"""A first loss that is infinite does not end the test: infinity is not more than 4 times infinity, and it is not NaN.
Ask whether a loss is finite.
"""


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
        if math.isnan(losses[-1]) or losses[-1] > 4 * min(losses):
            break
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    model.load_state_dict(saved)
    model.train(mode)
    optimizer.zero_grad()
    return lrs, losses


def suggest_lr(lrs, losses):
    finite = [(loss, i) for i, loss in enumerate(losses) if math.isfinite(loss)]
    return lrs[min(finite)[1]] / 10
