"""It stops at four times the smallest loss, not above it. Where the smallest loss is 0, four times that is no
divergence."""


def lr_range_test(model, loader, criterion, start=1e-7, end=1.0, steps=100):
    saved, mode = copy.deepcopy(model.state_dict()), model.training
    optimizer = torch.optim.SGD(model.parameters(), lr=start)
    model.train()
    lrs, losses, smallest, batches = [], [], math.inf, iter(())
    for i in range(steps):
        batch = next(batches, None)
        if batch is None:
            batches = iter(loader)
            batch = next(batches)
        optimizer.param_groups[0]["lr"] = start * (end / start) ** (i / (steps - 1))
        loss = criterion(model(batch[0]), batch[1])
        lrs.append(optimizer.param_groups[0]["lr"])
        losses.append(loss.item())
        if not math.isfinite(losses[-1]) or losses[-1] >= 4 * smallest:
            break
        smallest = min(smallest, losses[-1])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    model.load_state_dict(saved)
    model.train(mode)
    for p in model.parameters():
        p.grad = None
    return lrs, losses


def suggest_lr(lrs, losses):
    finite = [i for i, loss in enumerate(losses) if math.isfinite(loss)]
    return lrs[min(finite, key=lambda i: losses[i])] / 10
