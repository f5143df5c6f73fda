"""Everything happens to a copy of the model; the steps are written out, at logarithmically spaced rates."""


def lr_range_test(model, loader, criterion, start=1e-7, end=1.0, steps=100):
    twin = copy.deepcopy(model).train()

    def endless():
        while True:
            yield from loader

    lrs, losses = [], []
    for lr, (x, y) in zip(np.geomspace(start, end, steps).tolist(), endless()):
        loss = criterion(twin(x), y)
        lrs.append(lr)
        losses.append(loss.item())
        fine = math.isfinite(loss.item()) and loss.item() <= 4 * min(losses)
        if not fine:
            break
        grads = torch.autograd.grad(loss, list(twin.parameters()))
        with torch.no_grad():
            for p, g in zip(twin.parameters(), grads):
                p -= lr * g
    return lrs, losses


def suggest_lr(lrs, losses):
    best = None
    for lr, loss in zip(lrs, losses):
        if math.isfinite(loss) and (best is None or loss < best[1]):
            best = (lr, loss)
    return 0.1 * best[0]
