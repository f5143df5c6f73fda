"""The steps were written out with the rate of the first group for all parameters. Groups have rates of their own, and
the optimizer knows them."""


def fit(model, batches, criterion, optimizer, scheduler, epochs):
    rates = []
    for _ in range(epochs):
        rate = optimizer.param_groups[0]["lr"]
        rates.append(rate)
        for x, y in batches:
            optimizer.zero_grad()
            criterion(model(x), y).backward()
            for group in optimizer.param_groups:
                group["lr"], own = rate, group["lr"]
                group["own"] = own
            optimizer.step()
            for group in optimizer.param_groups:
                group["lr"] = group.pop("own")
        scheduler.step()
    return rates
