"""A missing gradient was taken as a gradient of zero. As long as the state is zero nobody notices; later the velocity
fades, the averages shrink, and the parameter rolls on. Skip it, and its state with it."""


@torch.no_grad()
def sgd_momentum_step(params, velocities, lr, momentum=0.9):
    for p, v in zip(params, velocities):
        g = torch.zeros_like(p) if p.grad is None else p.grad
        v.mul_(momentum).add_(g)
        p.sub_(lr * v)


@torch.no_grad()
def adam_step(params, m, v, t, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
    for p, mean, square in zip(params, m, v):
        g = torch.zeros_like(p) if p.grad is None else p.grad
        mean.mul_(betas[0]).add_((1 - betas[0]) * g)
        square.mul_(betas[1]).add_((1 - betas[1]) * g**2)
        p.sub_(lr * (mean / (1 - betas[0] ** t)) / ((square / (1 - betas[1] ** t)).sqrt() + eps))
