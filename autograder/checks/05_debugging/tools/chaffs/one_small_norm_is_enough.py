"""One small norm in the last quarter is enough for you to say that gradients vanish. It is their median that has to be
small."""


def gradient_report(model):
    """The norm of each parameter's gradient: a dict of name -> float, or None where there is no gradient."""
    return {name: None if p.grad is None else p.grad.norm().item() for name, p in model.named_parameters()}


def check_finite(model):
    """Raise a ValueError that names the first parameter whose value or gradient is not finite; else return None."""
    for name, p in model.named_parameters():
        for what, tensor in (("value", p), ("gradient", p.grad)):
            if tensor is not None and not torch.isfinite(tensor).all():
                raise ValueError(f"the {what} of {name} is not finite")


def overfit_one_batch(model, batch, criterion, optimizer, steps=200):
    """Train on one batch (x, y) again and again; returns the loss before each step, a list of floats."""
    x, y = batch
    losses = []
    for _ in range(steps):
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


def diagnose(losses, grad_norms):
    """What a run's losses and gradient norms say: "nan", "exploding", "vanishing", "not-learning" or "healthy"."""
    if not all(math.isfinite(number) for number in [*losses, *grad_norms]):
        return "nan"
    quarter = len(losses) // 4
    parts = [part for numbers in (losses, grad_norms) for part in (numbers[:quarter], numbers[-quarter:])]
    loss_start, loss_end, norm_start, norm_end = map(statistics.median, parts)
    if norm_end > 100 * norm_start:
        return "exploding"
    if loss_end > 0.95 * loss_start:
        return "vanishing" if min(parts[-1]) < 1e-5 else "not-learning"
    return "healthy"
