"""The length of a quarter is rounded to the nearest number, or up. `//` rounds down."""


def gradient_report(model):
    return {n: None if p.grad is None else p.grad.norm().item() for n, p in model.named_parameters()}


def check_finite(model):
    for n, p in model.named_parameters():
        for t in (p, p.grad):
            if t is not None and not torch.isfinite(t).all():
                raise ValueError(f"{n} is not finite")


def overfit_one_batch(model, batch, criterion, optimizer, steps=200):
    x, y = batch
    losses = []
    for _ in range(steps):
        loss = criterion(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


def diagnose(losses, grad_norms):
    if not all(math.isfinite(v) for v in [*losses, *grad_norms]):
        return "nan"
    q = round(len(losses) / 4)
    a, b = statistics.median(losses[:q]), statistics.median(losses[-q:])
    c, d = statistics.median(grad_norms[:q]), statistics.median(grad_norms[-q:])
    if d > 100 * c:
        return "exploding"
    if b > 0.95 * a:
        return "vanishing" if d < 1e-5 else "not-learning"
    return "healthy"
