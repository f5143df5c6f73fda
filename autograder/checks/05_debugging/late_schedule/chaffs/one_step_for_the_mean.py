"""The batches' gradients are averaged, and one step is taken for all of them. Each batch is to have a step of its
own."""


def fit(model, batches, criterion, optimizer, scheduler, epochs):
    rates = []
    for _ in range(epochs):
        rates.append(optimizer.param_groups[0]["lr"])
        optimizer.zero_grad()
        for x, y in batches:
            loss = criterion(model(x), y) / len(batches)
            loss.backward()
        optimizer.step()
        scheduler.step()
    return rates
