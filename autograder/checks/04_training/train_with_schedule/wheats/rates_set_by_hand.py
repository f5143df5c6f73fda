"""No scheduler: the formula is written into the parameter group before every epoch."""

from tqdm import tqdm


def train_with_schedule(model, loader, criterion, epochs, lr, momentum=0.9):
    rates = [lr / 2 * (1 + math.cos(math.pi * epoch / epochs)) for epoch in range(epochs)]
    optimizer = torch.optim.SGD(model.parameters(), lr=lr, momentum=momentum)
    model.train()
    for rate in rates:
        for group in optimizer.param_groups:
            group["lr"] = rate
        for inputs, targets in tqdm(loader, leave=False):
            model.zero_grad()
            criterion(model(inputs), targets).backward()
            optimizer.step()
    return rates
