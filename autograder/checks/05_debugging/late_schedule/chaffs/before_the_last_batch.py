"""The scheduler moves on before the step of the epoch's last batch, which is taken with the next epoch's rate."""


def fit(model, batches, criterion, optimizer, scheduler, epochs):
    rates = []
    for _ in range(epochs):
        rates.append(optimizer.param_groups[0]["lr"])
        for number, (x, y) in enumerate(batches, start=1):
            loss = criterion(model(x), y)
            optimizer.zero_grad()
            loss.backward()
            if number == len(batches):
                scheduler.step()
            optimizer.step()
    return rates
