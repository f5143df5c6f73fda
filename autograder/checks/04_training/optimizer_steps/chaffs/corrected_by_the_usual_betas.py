"""The bias correction takes 0.9 and 0.999, whatever betas the caller passes."""


@torch.no_grad()
def sgd_momentum_step(params, velocities, lr, momentum=0.9):
    for p, v in zip(params, velocities):
        if p.grad is None:
            continue
        v.mul_(momentum).add_(p.grad)
        p.sub_(lr * v)


@torch.no_grad()
def adam_step(params, m, v, t, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
    b1, b2 = betas
    for p, a, s in zip(params, m, v):
        if p.grad is None:
            continue
        a.mul_(b1).add_(p.grad, alpha=1 - b1)
        s.mul_(b2).add_(p.grad**2, alpha=1 - b2)
        p.sub_(lr * (a / (1 - 0.9**t)) / ((s / (1 - 0.999**t)).sqrt() + eps))
