"""`break` leaves the loop over the loader alone, and the loop around that one starts the loader again: where the test
is to stop it goes on. A function has one more way to be left."""


def lr_range_test(model, loader, criterion, start=1e-7, end=1.0, steps=100):
    before, mode = copy.deepcopy(model.state_dict()), model.training
    optimizer = torch.optim.SGD(model.train().parameters(), lr=start)
    lrs, losses, least = [], [], math.inf
    while len(lrs) < steps:
        for x, y in loader:
            optimizer.param_groups[0]["lr"] = start * (end / start) ** (len(lrs) / (steps - 1))
            loss = criterion(model(x), y)
            lrs.append(optimizer.param_groups[0]["lr"])
            losses.append(loss.item())
            if not math.isfinite(losses[-1]) or losses[-1] > 4 * least:
                break
            least = min(least, losses[-1])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            if len(lrs) == steps:
                break
    optimizer.zero_grad()
    model.load_state_dict(before)
    model.train(mode)
    return lrs, losses


def suggest_lr(lrs, losses):
    finite = [index for index, loss in enumerate(losses) if math.isfinite(loss)]
    return lrs[min(finite, key=losses.__getitem__)] / 10
