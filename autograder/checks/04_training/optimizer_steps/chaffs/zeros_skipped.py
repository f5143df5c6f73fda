"""A parameter whose gradient is all zeros is skipped. It has a gradient, and its velocity and averages go on."""


@torch.no_grad()
def sgd_momentum_step(params, velocities, lr, momentum=0.9):
    for p, v in zip(params, velocities):
        if p.grad is None or not p.grad.any():
            continue
        v.mul_(momentum).add_(p.grad)
        p.sub_(lr * v)


@torch.no_grad()
def adam_step(params, m, v, t, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
    b1, b2 = betas
    for p, a, s in zip(params, m, v):
        if p.grad is None or not p.grad.any():
            continue
        a.mul_(b1).add_(p.grad, alpha=1 - b1)
        s.mul_(b2).add_(p.grad**2, alpha=1 - b2)
        p.sub_(lr * (a / (1 - b1**t)) / ((s / (1 - b2**t)).sqrt() + eps))
