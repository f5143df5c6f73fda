"""Gradients are switched on for all code. A caller who had switched them off finds them on after the call. Here
they are on already, unless somebody wants them off."""


def train_with_schedule(model, loader, criterion, epochs, lr, momentum=0.9):
    torch.set_grad_enabled(True)
    model.train()
    optimizer = torch.optim.SGD(model.parameters(), lr=lr, momentum=momentum)
    rates = []
    for epoch in range(epochs):
        rate = lr * (1 + math.cos(math.pi * epoch / epochs)) / 2
        optimizer.param_groups[0]["lr"] = rate
        rates.append(rate)
        for x, y in loader:
            optimizer.zero_grad()
            criterion(model(x), y).backward()
            optimizer.step()
    return rates
