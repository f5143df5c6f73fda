"""The gradients are cleared between backward and the step, so the optimizer finds none and no weight moves. In which
order do the calls of a step come?"""


def fit(model, batches, criterion, optimizer, scheduler, epochs):
    rates = []
    for _ in range(epochs):
        rates.append(scheduler.get_last_lr()[0])
        for inputs, target in batches:
            loss = criterion(model(inputs), target)
            loss.backward()
            optimizer.zero_grad()
            optimizer.step()
        scheduler.step()
    return rates
