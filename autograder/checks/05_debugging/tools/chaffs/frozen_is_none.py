"""Whether a parameter requires grad, and whether it has a gradient, are two questions. Which of them decides here?"""


def gradient_report(model):
    return {
        n: None if p.grad is None or not p.requires_grad else p.grad.norm().item() for n, p in model.named_parameters()
    }


def check_finite(model):
    for n, p in model.named_parameters():
        for t in (p, p.grad):
            if t is not None and not torch.isfinite(t).all():
                raise ValueError(n)


def overfit_one_batch(model, batch, criterion, optimizer, steps=200):
    x, y = batch
    out = []
    for _ in range(steps):
        optimizer.zero_grad()
        l = criterion(model(x), y)
        l.backward()
        optimizer.step()
        out.append(l.item())
    return out


def diagnose(losses, grad_norms):
    if not all(map(math.isfinite, [*losses, *grad_norms])):
        return "nan"
    q = len(losses) // 4
    a, b, c, d = (statistics.median(z) for s in (losses, grad_norms) for z in (s[:q], s[-q:]))
    if d > 100 * c:
        return "exploding"
    if b > 0.95 * a:
        return "vanishing" if d < 1e-5 else "not-learning"
    return "healthy"
