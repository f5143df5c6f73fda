"""Sums of losses instead of means, and gradients that are divided in the last micro-batch's hook."""


def train_accumulated(model, micro_batches, criterion, optimizer):
    model.zero_grad(set_to_none=True)
    count, total = 0, 0.0
    for x, y in micro_batches:
        n = x.shape[0]
        summed = criterion(model(x), y) * n
        summed.backward()
        total += summed.detach().cpu().item()
        count += n
    with torch.no_grad():
        torch._foreach_div_([p.grad for p in model.parameters() if p.grad is not None], float(count))
    optimizer.step()
    optimizer.zero_grad()
    return total / count
