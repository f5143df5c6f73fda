"""The rate that the scheduler started from is returned for every epoch. With which one were the steps of an epoch
taken?"""


def fit(model, batches, criterion, optimizer, scheduler, epochs):
    rates = []
    for _ in range(epochs):
        for x, y in batches:
            loss = criterion(model(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        rates.append(scheduler.base_lrs[0])
        scheduler.step()
    return rates
