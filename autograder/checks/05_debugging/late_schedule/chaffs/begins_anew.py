"""The schedule is set back to its beginning at every call. The first epoch is to run with the rate that the optimizer
came with, and the scheduler may have moved on before."""


def fit(model, batches, criterion, optimizer, scheduler, epochs):
    for group, rate in zip(optimizer.param_groups, scheduler.base_lrs):
        group["lr"] = group["initial_lr"] if scheduler.last_epoch else group["lr"]
    rates = []
    for _ in range(epochs):
        rates.append(optimizer.param_groups[0]["lr"])
        for x, y in batches:
            loss = criterion(model(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        scheduler.step()
    return rates
