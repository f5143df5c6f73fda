"""After its first epoch the model is looked at in eval mode, and trained on in that mode. When does an epoch begin?"""


def train_with_schedule(model, loader, criterion, epochs, lr, momentum=0.9):
    optimizer = torch.optim.SGD(model.parameters(), lr=lr, momentum=momentum)
    scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=epochs)
    rates, looks = [], []
    model.train()
    for _ in range(epochs):
        rates.append(optimizer.param_groups[0]["lr"])
        for x, y in loader:
            optimizer.zero_grad()
            criterion(model(x), y).backward()
            optimizer.step()
        scheduler.step()
        model.eval()
        with torch.no_grad():
            looks.append((model(x).argmax(1) == y).double().mean().item())
    return rates
