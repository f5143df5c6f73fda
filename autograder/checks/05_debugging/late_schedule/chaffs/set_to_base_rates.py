"""Every call sets the rates to the scheduler's base_lrs first. The optimizer need not come with those: a warm-up begins
with less, and a scheduler may have moved on before."""


def fit(model, batches, criterion, optimizer, scheduler, epochs):
    for group, rate in zip(optimizer.param_groups, scheduler.base_lrs):
        group["lr"] = rate
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
