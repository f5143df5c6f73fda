"""The steps were written out as plain gradient descent. The optimizer that was handed in may know more than a
rate."""


def fit(model, batches, criterion, optimizer, scheduler, epochs):
    rates = []
    for _ in range(epochs):
        rates.append(optimizer.param_groups[0]["lr"])
        for x, y in batches:
            loss = criterion(model(x), y)
            optimizer.zero_grad()
            loss.backward()
            with torch.no_grad():
                for group in optimizer.param_groups:
                    for p in group["params"]:
                        p -= group["lr"] * p.grad
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            scheduler.step()
    return rates
