"""`itertools.cycle` keeps the batches of the first pass and repeats them: all of the data stays in memory, and a loader
that shuffles is never asked for a new order. Start the loader again."""

from itertools import cycle


def lr_range_test(model, loader, criterion, start=1e-7, end=1.0, steps=100):
    saved, mode = copy.deepcopy(model.state_dict()), model.training
    model.train()
    optimizer = torch.optim.SGD(model.parameters(), lr=start)
    lrs, losses = [], []
    for i, (x, y) in zip(range(steps), cycle(loader)):
        optimizer.param_groups[0]["lr"] = start * (end / start) ** (i / (steps - 1))
        lrs.append(optimizer.param_groups[0]["lr"])
        loss = criterion(model(x), y)
        losses.append(loss.item())
        if not math.isfinite(losses[-1]) or losses[-1] > 4 * min(losses):
            break
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    model.load_state_dict(saved)
    model.train(mode)
    model.zero_grad()
    return lrs, losses


def suggest_lr(lrs, losses):
    finite = [(loss, i) for i, loss in enumerate(losses) if math.isfinite(loss)]
    return lrs[min(finite)[1]] / 10
