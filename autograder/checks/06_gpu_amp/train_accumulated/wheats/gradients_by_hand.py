"""torch.autograd.grad for each micro-batch, gradients put together by hand."""


def train_accumulated(model, micro_batches, criterion, optimizer):
    parameters = [p for p in model.parameters() if p.requires_grad]
    sums = [torch.zeros_like(p) for p in parameters]
    samples = sum(x.size(0) for x, _ in micro_batches)
    total = []
    for x, y in micro_batches:
        loss = criterion(model(x), y)
        for s, g in zip(sums, torch.autograd.grad(loss, parameters)):
            s.add_(g, alpha=x.size(0) / samples)
        total.append(loss.item() * x.size(0))
    for p, s in zip(parameters, sums):
        p.grad = s
    optimizer.step()
    return math.fsum(total) / samples
