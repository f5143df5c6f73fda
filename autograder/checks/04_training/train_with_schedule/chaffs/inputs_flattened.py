"""The inputs are flattened before the model gets them. Whether it wants them flat, the model knows: it gets the batch
as it came."""


def train_with_schedule(model, loader, criterion, epochs, lr, momentum=0.9):
    optimizer = torch.optim.SGD(model.parameters(), lr=lr, momentum=momentum)
    scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=epochs)
    model.train()
    rates = []
    for _ in range(epochs):
        rates.append(optimizer.param_groups[0]["lr"])
        for x, y in loader:
            optimizer.zero_grad()
            criterion(model(x.reshape(len(x), -1)), y).backward()
            optimizer.step()
        scheduler.step()
    return rates
