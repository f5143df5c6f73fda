"""Momentum written out, with velocities of its own."""


def train_with_schedule(model, loader, criterion, epochs, lr, momentum=0.9):
    model.train()
    parameters = list(model.parameters())
    velocities = [torch.zeros_like(p) for p in parameters]
    rates = []
    for epoch in range(epochs):
        rate = lr * math.cos(math.pi * epoch / (2 * epochs)) ** 2
        rates.append(rate)
        for x, y in loader:
            grads = torch.autograd.grad(criterion(model(x), y), parameters)
            with torch.no_grad():
                for p, v, g in zip(parameters, velocities, grads):
                    v.mul_(momentum).add_(g)
                    p.sub_(rate * v)
    return rates
