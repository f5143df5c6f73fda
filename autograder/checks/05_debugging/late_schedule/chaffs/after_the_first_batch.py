"""The scheduler moves on within the epoch, after its first batch: the others are trained with the next epoch's
rate."""


def fit(model, batches, criterion, optimizer, scheduler, epochs):
    """Train for the epochs, the scheduler moving on once in each; returns the rate of each epoch, as floats."""
    rates = []
    for _ in range(epochs):
        rates.append(optimizer.param_groups[0]["lr"])
        for x, y in batches:
            loss = criterion(model(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            if x is batches[0][0]:
                scheduler.step()
    return rates
