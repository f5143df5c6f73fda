"""The rate of the first epoch is taken from initial_lr, which is what the schedule starts from and not always what the
optimizer starts with."""


def fit(model, batches, criterion, optimizer, scheduler, epochs):
    rates = []
    for epoch in range(epochs):
        group = optimizer.param_groups[0]
        rates.append(group["lr"] if epoch else group["initial_lr"])
        for x, y in batches:
            loss = criterion(model(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        scheduler.step()
    return rates
