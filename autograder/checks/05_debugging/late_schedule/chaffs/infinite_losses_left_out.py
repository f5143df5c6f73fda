"""A batch whose loss is infinite or NaN gets no step. Each batch is to have one: what the schedule is planned for is
counted in steps, and whether a batch is left out is the caller's decision."""


def fit(model, batches, criterion, optimizer, scheduler, epochs):
    rates = []
    for _ in range(epochs):
        rates.append(optimizer.param_groups[0]["lr"])
        for x, y in batches:
            loss = criterion(model(x), y)
            if not torch.isfinite(loss):
                continue
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        scheduler.step()
    return rates
