"""The parts of the model are put into train mode, and the model itself is left in the mode that it came in. It has one
of its own."""


def train_with_schedule(model, loader, criterion, epochs, lr, momentum=0.9):
    for part in model.children():
        part.train()
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
