"""A parameter whose columns lie one after the other (a transposed one) does not move. `reshape` makes a view where it
can, and a copy elsewhere: who changes a copy changes nothing."""


def sgd_momentum_step(params, velocities, lr, momentum=0.9):
    with torch.no_grad():
        for p, velocity in zip(params, velocities):
            if p.grad is None:
                continue
            velocity.mul_(momentum).add_(p.grad)
            p.reshape(-1).sub_(lr * velocity.reshape(-1))


def adam_step(params, m, v, t, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
    with torch.no_grad():
        for p, m_p, v_p in zip(params, m, v):
            if p.grad is None:
                continue
            m_p.mul_(betas[0]).add_(p.grad, alpha=1 - betas[0])
            v_p.mul_(betas[1]).addcmul_(p.grad, p.grad, value=1 - betas[1])
            step = m_p / (1 - betas[0] ** t) / ((v_p / (1 - betas[1] ** t)).sqrt() + eps)
            p.reshape(-1).sub_(lr * step.reshape(-1))
