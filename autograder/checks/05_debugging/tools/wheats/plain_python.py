"""Loops, flattened gradients, sums of squares, medians of sorted lists."""


def gradient_report(model):
    report = {}
    for name, p in model.named_parameters():
        report[name] = None
        if p.grad is not None:
            report[name] = float(torch.sqrt((p.grad.detach().double() ** 2).sum()))
    return report


def check_finite(model):
    for name, p in model.named_parameters():
        tensors = [p.detach()] if p.grad is None else [p.detach(), p.grad]
        if any(bool(tensor.isnan().any()) or bool(tensor.isinf().any()) for tensor in tensors):
            raise ValueError(name)


def overfit_one_batch(model, batch, criterion, optimizer, steps=200):
    history = []
    while len(history) < steps:
        loss = criterion(model(batch[0]), batch[1])
        loss.backward()
        optimizer.step()
        model.zero_grad()
        history.append(float(loss.detach()))
    return history


def _median(numbers):
    numbers = sorted(numbers)
    half = len(numbers) // 2
    return numbers[half] if len(numbers) % 2 else (numbers[half - 1] + numbers[half]) / 2


def diagnose(losses, grad_norms):
    if any(number != number or abs(number) == math.inf for number in list(losses) + list(grad_norms)):
        return "nan"
    q = len(losses) // 4
    stuck = _median(losses[-q:]) > 0.95 * _median(losses[:q])
    if _median(grad_norms[-q:]) > 100 * _median(grad_norms[:q]):
        return "exploding"
    if stuck and _median(grad_norms[-q:]) < 1e-5:
        return "vanishing"
    return "not-learning" if stuck else "healthy"
