"""The smallest loss is the right measure, and the loss must be more times as large before it ends the test. How many
times does the statement say?"""


def lr_range_test(model, loader, criterion, start=1e-7, end=1.0, steps=100):
    state = copy.deepcopy(model.state_dict())
    mode = model.training
    model.train()
    optimizer = torch.optim.SGD(model.parameters(), lr=start)
    lrs, losses = [], []
    batches = iter(loader)
    for i in range(steps):
        try:
            x, y = next(batches)
        except StopIteration:
            batches = iter(loader)
            x, y = next(batches)
        lr = start * (end / start) ** (i / (steps - 1))
        optimizer.param_groups[0]["lr"] = lr
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        lrs.append(lr)
        losses.append(loss.item())
        if not math.isfinite(losses[-1]) or losses[-1] > 10 * min(losses):
            break
        loss.backward()
        optimizer.step()
    model.load_state_dict(state)
    model.train(mode)
    for p in model.parameters():
        p.grad = None
    return lrs, losses


def suggest_lr(lrs, losses):
    finite = [(loss, lr) for lr, loss in zip(lrs, losses) if math.isfinite(loss)]
    return min(finite, key=lambda pair: pair[0])[1] / 10
