"""NumPy's medians, linalg's norms, a generator of culprits."""


def gradient_report(model):
    names, parameters = zip(*model.named_parameters())
    norms = (p.grad if p.grad is None else torch.linalg.vector_norm(p.grad).item() for p in parameters)
    return dict(zip(names, norms))


def check_finite(model):
    def culprits():
        for name, p in model.named_parameters():
            sums = torch.isfinite(p).all() & (p.grad is None or torch.isfinite(p.grad).all())
            if not sums:
                yield name

    first = next(culprits(), None)
    if first is not None:
        raise ValueError(f"not finite: {first}")


def overfit_one_batch(model, batch, criterion, optimizer, steps=200):
    x, y = batch

    def step():
        optimizer.zero_grad(set_to_none=False)
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
        return loss.item()

    return [step() for _ in range(steps)]


def diagnose(losses, grad_norms):
    losses, norms = np.array(losses), np.array(grad_norms)
    if not (np.isfinite(losses).all() and np.isfinite(norms).all()):
        return "nan"
    q = len(losses) // 4
    loss_start, loss_end = np.median(losses[:q]), np.median(losses[len(losses) - q :])
    norm_start, norm_end = np.median(norms[:q]), np.median(norms[len(norms) - q :])
    rules = [
        ("exploding", norm_end > 100 * norm_start),
        ("vanishing", loss_end > 0.95 * loss_start and norm_end < 1e-5),
        ("not-learning", loss_end > 0.95 * loss_start),
        ("healthy", True),
    ]
    return next(word for word, holds in rules if holds)
