"""Without the scheduler there is no warning, and no schedule either: all epochs have the same rate."""


def fit(model, batches, criterion, optimizer, scheduler, epochs):
    rates = []
    for _ in range(epochs):
        rates.append(optimizer.param_groups[0]["lr"])
        for x, y in batches:
            loss = criterion(model(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return rates
