"""The weights are right; the rates in the list are worked out from the first one or two, as if every schedule went on
by the same factor. The optimizer knows the rate of each epoch."""


def fit(model, batches, criterion, optimizer, scheduler, epochs):
    first = optimizer.param_groups[0]["lr"]
    second = first
    for epoch in range(epochs):
        for x, y in batches:
            loss = criterion(model(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        scheduler.step()
        if epoch == 0:
            second = optimizer.param_groups[0]["lr"]
    return [first * (second / first) ** epoch for epoch in range(epochs)]
