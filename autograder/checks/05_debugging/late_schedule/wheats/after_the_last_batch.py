"""The scheduler moves on inside the loop over batches, after the last one."""


def fit(model, batches, criterion, optimizer, scheduler, epochs):
    used = {}
    for epoch in range(epochs):
        used[epoch] = optimizer.param_groups[0]["lr"]
        for number, (x, y) in enumerate(batches, start=1):
            loss = criterion(model(x), y)
            loss.backward()
            optimizer.step()
            optimizer.zero_grad(set_to_none=False)
            if number == len(batches):
                scheduler.step()
    return list(used.values())
