"""The rates are rounded before they are returned. After many epochs, or from a small start, they are small numbers, and
the digits that are cut off are all they have."""


def fit(model, batches, criterion, optimizer, scheduler, epochs):
    rates = []
    for _ in range(epochs):
        rates.append(round(optimizer.param_groups[0]["lr"], 4))
        for x, y in batches:
            loss = criterion(model(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        scheduler.step()
    return rates
