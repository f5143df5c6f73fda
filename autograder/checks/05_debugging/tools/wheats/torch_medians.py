"""The medians by quantile, the whole of both lists as one tensor."""


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
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


def diagnose(losses, grad_norms):
    both = torch.tensor([losses, grad_norms], dtype=torch.float64)
    if not torch.isfinite(both).all():
        return "nan"
    quarter = both.shape[1] // 4
    starts, ends = (part.quantile(0.5, dim=1).tolist() for part in (both[:, :quarter], both[:, -quarter:]))
    if ends[1] > 100 * starts[1]:
        return "exploding"
    stuck = ends[0] > 0.95 * starts[0]
    if stuck and ends[1] < 1e-5:
        return "vanishing"
    return "not-learning" if stuck else "healthy"
