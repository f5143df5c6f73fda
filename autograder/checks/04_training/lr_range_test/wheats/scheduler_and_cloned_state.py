"""ExponentialLR multiplies the rate; weights are cloned and copied back; NumPy finds the smallest loss."""


def lr_range_test(model, loader, criterion, start=1e-7, end=1.0, steps=100):
    before = {name: value.clone() for name, value in model.state_dict().items()}
    was_training = model.training
    model.train()
    optimizer = torch.optim.SGD(model.parameters(), lr=start)
    scheduler = torch.optim.lr_scheduler.ExponentialLR(optimizer, (end / start) ** (1 / (steps - 1)))
    lrs, losses, smallest = [], [], float("inf")
    while len(lrs) < steps:
        stop = False
        for x, y in loader:
            loss = criterion(model(x), y)
            lrs.append(float(scheduler.get_last_lr()[0]))
            losses.append(float(loss.detach()))
            if np.isnan(losses[-1]) or np.isinf(losses[-1]) or losses[-1] > 4 * smallest or len(lrs) == steps:
                stop = True
                break
            smallest = min(smallest, losses[-1])
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()
            scheduler.step()
        if stop:
            break
    with torch.no_grad():
        for name, value in model.state_dict().items():
            value.copy_(before[name])
    for p in model.parameters():
        p.grad = None
    model.train(was_training)
    return lrs, losses


def suggest_lr(lrs, losses):
    cleaned = np.where(np.isfinite(losses), losses, np.inf)
    return float(lrs[int(np.argmin(cleaned))]) / 10
