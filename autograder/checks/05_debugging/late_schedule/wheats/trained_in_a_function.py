"""An inner function trains one epoch; the rate is noted after its steps, before the scheduler moves on."""


def fit(model, batches, criterion, optimizer, scheduler, epochs):
    def train_epoch():
        model.train()
        for inputs, targets in iter(batches):
            model.zero_grad()
            output = model(inputs)
            loss = criterion(output, targets)
            loss.backward()
            optimizer.step()

    rates, epoch = [], 0
    while epoch < epochs:
        train_epoch()
        rates = rates + [float(scheduler.optimizer.param_groups[0]["lr"])]
        scheduler.step()
        epoch += 1
    return rates
