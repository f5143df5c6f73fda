"""optimizer.step with a closure; a rate set for each group from a generator of rates."""


def train_with_schedule(model, loader, criterion, epochs, lr, momentum=0.9):
    model.train()
    optimizer = torch.optim.SGD([{"params": [p]} for p in model.parameters()], lr=lr, momentum=momentum)
    rates = (np.cos(np.linspace(0, np.pi, epochs, endpoint=False)) + 1) * lr / 2
    for rate in rates.tolist():
        for group in optimizer.param_groups:
            group.update(lr=rate)
        for batch in loader:

            def closure(x=batch[0], y=batch[1]):
                optimizer.zero_grad()
                loss = criterion(model(x), y)
                loss.backward()
                return loss

            optimizer.step(closure)
    return rates.tolist()
