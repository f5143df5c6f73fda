"""Batches that are smaller than the first are left out. Their samples belong to the loader as all others."""


def train_with_schedule(model, loader, criterion, epochs, lr, momentum=0.9):
    """Train by SGD with momentum, the rate falling from lr along half a cosine; return each epoch's rate."""
    optimizer = torch.optim.SGD(model.parameters(), lr=lr, momentum=momentum)
    scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=epochs)
    model.train()
    rates = []
    for _ in range(epochs):
        rates.append(optimizer.param_groups[0]["lr"])
        size = None
        for x, y in loader:
            size = size or len(y)
            if len(y) < size:
                continue
            loss = criterion(model(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        scheduler.step()
    return rates
