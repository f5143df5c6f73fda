"""A new optimizer is built in every epoch, and the velocity of the old one is lost."""


def train_with_schedule(model, loader, criterion, epochs, lr, momentum=0.9):
    model.train()
    optimizer = torch.optim.SGD(model.parameters(), lr=lr, momentum=momentum)
    scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=epochs)
    rates = []
    for epoch in range(epochs):
        rates.append(scheduler.get_last_lr()[0])
        optimizer = torch.optim.SGD(model.parameters(), lr=rates[-1], momentum=momentum)
        for x, y in loader:
            optimizer.zero_grad()
            loss = criterion(model(x), y)
            loss.backward()
            optimizer.step()
        scheduler.step()
    return rates
