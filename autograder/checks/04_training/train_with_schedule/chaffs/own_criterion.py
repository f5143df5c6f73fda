"""The loss is always plain cross-entropy, and the criterion that was given is not used."""


def train_with_schedule(model, loader, criterion, epochs, lr, momentum=0.9):
    model.train()
    optimizer = torch.optim.SGD(model.parameters(), lr=lr, momentum=momentum)
    scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=epochs)
    rates = []
    for epoch in range(epochs):
        rates.append(scheduler.get_last_lr()[0])
        for x, y in loader:
            optimizer.zero_grad()
            nn.functional.cross_entropy(model(x), y).backward()
            optimizer.step()
        scheduler.step()
    return rates
