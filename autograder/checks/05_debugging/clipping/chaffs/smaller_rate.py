"""The gradient is as large as ever, and the step is made smaller by its rate. With the gradient, what the optimizer
remembers of it is too large, too: momentum, for one. Scale down the gradient itself."""


def clipped_step(model, batch, criterion, optimizer, max_norm):
    x, y = batch
    optimizer.zero_grad()
    loss = criterion(model(x), y)
    loss.backward()
    total = math.sqrt(sum(float((p.grad**2).sum()) for p in model.parameters()))
    factor = min(1.0, max_norm / (total + 1e-6))
    rates = [group["lr"] for group in optimizer.param_groups]
    for group in optimizer.param_groups:
        group["lr"] *= factor
    optimizer.step()
    for group, rate in zip(optimizer.param_groups, rates):
        group["lr"] = rate
    return loss.item()
