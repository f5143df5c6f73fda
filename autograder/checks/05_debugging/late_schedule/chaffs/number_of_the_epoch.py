"""The scheduler is told the number of the epoch. PyTorch warns of that: it counts by itself, and when the training goes
on with a second call, the numbers begin again and its own count does not."""


def fit(model, batches, criterion, optimizer, scheduler, epochs):
    rates = []
    for epoch in range(epochs):
        rates.append(optimizer.param_groups[0]["lr"])
        for x, y in batches:
            optimizer.zero_grad()
            criterion(model(x), y).backward()
            optimizer.step()
        scheduler.step(epoch + 1)
    return rates
