"""Gradients are cleared after each step, and all culprits are named, in order."""


def gradient_report(model):
    return {name: None if p.grad is None else p.grad.norm().item() for name, p in model.named_parameters()}


def check_finite(model):
    for name, p in model.named_parameters():
        for what, tensor in (("value", p), ("gradient", p.grad)):
            if tensor is not None and not torch.isfinite(tensor).all():
                raise ValueError(f"the {what} of {name} is not finite")


def overfit_one_batch(model, batch, criterion, optimizer, steps=200):
    history = []
    for _ in range(steps):
        loss = criterion(model(batch[0]), batch[1])
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        history.append(loss.detach().item())
    return history


def diagnose(losses, grad_norms):
    if not all(math.isfinite(number) for number in [*losses, *grad_norms]):
        return "nan"
    quarter = len(losses) // 4
    loss_start, loss_end, norm_start, norm_end = (
        statistics.median(part) for numbers in (losses, grad_norms) for part in (numbers[:quarter], numbers[-quarter:])
    )
    if norm_end > 100 * norm_start:
        return "exploding"
    if loss_end > 0.95 * loss_start:
        return "vanishing" if norm_end < 1e-5 else "not-learning"
    return "healthy"
