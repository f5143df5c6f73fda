"""Plain SGD written out; batches from a generator that starts the loader again; NumPy for the rates."""


def lr_range_test(model, loader, criterion, start=1e-7, end=1.0, steps=100):
    def endless():
        while True:
            yield from loader

    kept = [tensor.detach().clone() for tensor in [*model.parameters(), *model.buffers()]]
    modes = {part: part.training for part in model.modules()}
    model.train()
    lrs, losses = [], []
    for lr, (x, y) in zip(np.geomspace(start, end, steps), endless()):
        loss = criterion(model(x), y)
        lrs.append(float(lr))
        losses.append(loss.item())
        if not np.isfinite(losses[-1]) or losses[-1] > 4 * min(losses):
            break
        grads = torch.autograd.grad(loss, list(model.parameters()))
        with torch.no_grad():
            for p, g in zip(model.parameters(), grads):
                p -= float(lr) * g
    with torch.no_grad():
        for tensor, old in zip([*model.parameters(), *model.buffers()], kept):
            tensor.copy_(old)
    for part, mode in modes.items():
        part.training = mode
    return lrs, losses


def suggest_lr(lrs, losses):
    finite = np.where(np.isfinite(losses), losses, np.inf)
    return float(lrs[int(np.argmin(finite))]) / 10
