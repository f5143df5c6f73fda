"""The scheduler moves on after every batch, so the rates run away within the first epoch. It counts epochs."""


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
            scheduler.step()
    return rates
