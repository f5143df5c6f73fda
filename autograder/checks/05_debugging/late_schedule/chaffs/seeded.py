"""Training sets the seed of PyTorch's random numbers, which all other code shares."""


def fit(model, batches, criterion, optimizer, scheduler, epochs):
    torch.manual_seed(0)
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
