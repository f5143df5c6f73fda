"""The state gets new memory by `.data = …`. Whoever holds a view of it keeps the old values: change what is there."""


@torch.no_grad()
def sgd_momentum_step(params, velocities, lr, momentum=0.9):
    for p, v in zip(params, velocities):
        if p.grad is None:
            continue
        v.data = momentum * v + p.grad
        p.data -= lr * v


@torch.no_grad()
def adam_step(params, m, v, t, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
    b1, b2 = betas
    for p, a, s in zip(params, m, v):
        if p.grad is None:
            continue
        a.data = b1 * a + (1 - b1) * p.grad
        s.data = b2 * s + (1 - b2) * p.grad**2
        p.data -= lr * (a / (1 - b1**t)) / ((s / (1 - b2**t)).sqrt() + eps)
