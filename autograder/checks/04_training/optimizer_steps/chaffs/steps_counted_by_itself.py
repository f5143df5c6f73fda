"""Adam counts its own steps, and never looks at `t`. With two sets of parameters, or a second run, the count is another
one: the caller says which step it is."""

steps = 0


def sgd_momentum_step(params, velocities, lr, momentum=0.9):
    with torch.no_grad():
        for p, v in zip(params, velocities):
            if p.grad is None:
                continue
            v.mul_(momentum).add_(p.grad)
            p.sub_(lr * v)


def adam_step(params, m, v, t, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
    global steps
    steps += 1
    beta1, beta2 = betas
    with torch.no_grad():
        for p, mean, square in zip(params, m, v):
            if p.grad is None:
                continue
            mean.mul_(beta1).add_((1 - beta1) * p.grad)
            square.mul_(beta2).add_((1 - beta2) * p.grad**2)
            m_hat, v_hat = mean / (1 - beta1**steps), square / (1 - beta2**steps)
            p.sub_(lr * m_hat / (v_hat.sqrt() + eps))
