"""The warning is silenced, and what it says is still true: the scheduler moves on too early."""


def fit(model, batches, criterion, optimizer, scheduler, epochs):
    rates = []
    warnings.filterwarnings("ignore")
    for _ in range(epochs):
        scheduler.step()
        rates.append(optimizer.param_groups[0]["lr"])
        for x, y in batches:
            loss = criterion(model(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return rates
