"""All parameters are made to require grad before the training. Who has frozen some of them wants them to stay as they
are."""


def train_with_schedule(model, loader, criterion, epochs, lr, momentum=0.9):
    model.train().requires_grad_(True)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr, momentum=momentum)
    scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=epochs)
    rates = []
    for _ in range(epochs):
        rates.append(optimizer.param_groups[0]["lr"])
        for x, y in loader:
            optimizer.zero_grad()
            criterion(model(x), y).backward()
            optimizer.step()
        scheduler.step()
    return rates
