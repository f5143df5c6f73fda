"""The rates that are returned are not those of the training: it runs at lr all the time."""


def train_with_schedule(model, loader, criterion, epochs, lr, momentum=0.9):
    model.train()
    optimizer = torch.optim.SGD(model.parameters(), lr=lr, momentum=momentum)
    scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=epochs)
    rates = []
    for epoch in range(epochs):
        rates.append(lr / 2 * (1 + math.cos(math.pi * epoch / epochs)))
        for x, y in loader:
            optimizer.zero_grad()
            loss = criterion(model(x), y)
            loss.backward()
            optimizer.step()
    return rates
