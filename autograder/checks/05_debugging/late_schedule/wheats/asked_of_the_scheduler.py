"""The scheduler knows the rate that it set last."""


def fit(model, batches, criterion, optimizer, scheduler, epochs):
    rates = []
    for epoch in range(epochs):
        for x, y in batches:
            optimizer.zero_grad()
            criterion(model(x), y).backward()
            optimizer.step()
        rates += [float(scheduler.get_last_lr()[0])]
        scheduler.step()
    return rates
