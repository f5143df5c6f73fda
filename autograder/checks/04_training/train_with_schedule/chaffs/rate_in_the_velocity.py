"""The rate went into the velocity. PyTorch multiplies by it in the end, so that an old gradient counts with the rate of
today, too; the two differ as soon as the rate changes."""


def train_with_schedule(model, loader, criterion, epochs, lr, momentum=0.9):
    model.train()
    params = list(model.parameters())
    velocities = [torch.zeros_like(p) for p in params]
    rates = []
    for e in range(epochs):
        rate = lr / 2 * (1 + math.cos(math.pi * e / epochs))
        rates.append(rate)
        for x, y in loader:
            model.zero_grad()
            criterion(model(x), y).backward()
            with torch.no_grad():
                for p, v in zip(params, velocities):
                    v.mul_(momentum).add_(rate * p.grad)
                    p.sub_(v)
    return rates
