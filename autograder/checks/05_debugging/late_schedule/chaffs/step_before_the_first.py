"""The optimizer takes a step before the first batch. With gradients that are left over, or with momentum, it moves
the weights: the warning was about an order, and not about a missing call."""


def fit(model, batches, criterion, optimizer, scheduler, epochs):
    optimizer.step()
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
