"""LambdaLR with the formula, clearing the gradients after the step."""


def train_with_schedule(model, loader, criterion, epochs, lr, momentum=0.9):
    optimizer = torch.optim.SGD(model.parameters(), lr, momentum)
    scheduler = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda e: 0.5 * (1 + math.cos(math.pi * e / epochs)))
    rates = []
    model.train()
    while len(rates) < epochs:
        rates.append(float(optimizer.param_groups[0]["lr"]))
        for batch in loader:
            loss = criterion(model(batch[0]), batch[1])
            loss.backward()
            optimizer.step()
            optimizer.zero_grad(set_to_none=False)
        scheduler.step()
    return rates
