"""The criterion gets the target first and what the model says second. Which of the two comes first in
`criterion(model(x), y)`? For some losses it does not matter."""


def fit(model, batches, criterion, optimizer, scheduler, epochs):
    rates = []
    for _ in range(epochs):
        rates += [optimizer.param_groups[0]["lr"]]
        for inputs, target in batches:
            optimizer.zero_grad()
            criterion(target, model(inputs)).backward()
            optimizer.step()
        scheduler.step()
    return rates
