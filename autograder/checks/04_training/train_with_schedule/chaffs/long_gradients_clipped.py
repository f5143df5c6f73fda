"""Long gradients are clipped. SGD with momentum takes them as they are."""


def train_with_schedule(model, loader, criterion, epochs, lr, momentum=0.9):
    """Train by SGD with momentum, the rate falling from lr along half a cosine; return each epoch's rate."""
    optimizer = torch.optim.SGD(model.parameters(), lr=lr, momentum=momentum)
    scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=epochs)
    model.train()
    rates = []
    for _ in range(epochs):
        rates.append(optimizer.param_groups[0]["lr"])
        for x, y in loader:
            loss = criterion(model(x), y)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 5.0)
            optimizer.step()
        scheduler.step()
    return rates
