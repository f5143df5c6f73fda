"""The rates are worked out from an attribute that one kind of schedule has. Any scheduler may be handed in: who holds
the rate with which the steps are taken?"""


def fit(model, batches, criterion, optimizer, scheduler, epochs):
    first = optimizer.param_groups[0]["lr"]
    rates = []
    for epoch in range(epochs):
        for inputs, target in batches:
            optimizer.zero_grad()
            criterion(model(inputs), target).backward()
            optimizer.step()
        scheduler.step()
        rates.append(first * scheduler.gamma**epoch)
    return rates
