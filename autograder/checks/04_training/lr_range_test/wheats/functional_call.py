"""functional_call with parameters in a dict that is stepped: the model's own are never touched."""

from itertools import chain, repeat


def lr_range_test(model, loader, criterion, start=1e-7, end=1.0, steps=100):
    was_training = model.training
    model.train()
    params = {name: p.detach().clone().requires_grad_() for name, p in model.named_parameters()}
    buffers = {name: b.detach().clone() for name, b in model.named_buffers()}
    lrs, losses = [], []
    batches = chain.from_iterable(repeat(loader))
    for i in range(steps):
        lr = start * (end / start) ** (i / (steps - 1))
        x, y = next(batches)
        loss = criterion(torch.func.functional_call(model, (params, buffers), (x,)), y)
        lrs += [lr]
        losses += [loss.item()]
        if not math.isfinite(losses[-1]) or losses[-1] > 4 * min(losses):
            break
        grads = torch.autograd.grad(loss, list(params.values()))
        params = {
            name: (p - lr * grad).detach().requires_grad_()
            for (name, p), grad in zip(params.items(), grads, strict=True)
        }
    model.train(was_training)
    return lrs, losses


def suggest_lr(lrs, losses):
    pairs = [(loss, lr) for lr, loss in zip(lrs, losses) if math.isfinite(loss)]
    return min(pairs, key=lambda pair: pair[0])[1] / 10
