"""In overfit_one_batch the predictions lose their last dimension before they are compared with the targets. Where a
row has one number only, shapes (N,) and (N, 1) give N x N differences: leave both as they come."""


def gradient_report(model):
    return {name: None if p.grad is None else p.grad.norm().item() for name, p in model.named_parameters()}


def check_finite(model):
    for name, p in model.named_parameters():
        for what, tensor in (("value", p), ("gradient", p.grad)):
            if tensor is not None and not torch.isfinite(tensor).all():
                raise ValueError(f"the {what} of {name} is not finite")


def overfit_one_batch(model, batch, criterion, optimizer, steps=200):
    x, y = batch
    losses = []
    for _ in range(steps):
        optimizer.zero_grad()
        loss = criterion(model(x).squeeze(), y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


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
