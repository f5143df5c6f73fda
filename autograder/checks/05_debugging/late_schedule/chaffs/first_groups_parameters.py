"""Only the parameters of the optimizer's first group learn. What becomes of the other groups?"""


def fit(model, batches, criterion, optimizer, scheduler, epochs):
    rates = []
    for _ in range(epochs):
        rates.append(optimizer.param_groups[0]["lr"])
        for x, y in batches:
            loss = criterion(model(x), y)
            optimizer.zero_grad()
            loss.backward()
            for group in optimizer.param_groups[1:]:
                for p in group["params"]:
                    p.grad = None
            optimizer.step()
        scheduler.step()
    return rates
