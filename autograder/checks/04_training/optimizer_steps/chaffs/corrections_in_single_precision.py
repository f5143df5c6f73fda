"""The corrections 1 - βᵗ are worked out in float32, where 1 - 0.999 has five digits left. Python's own numbers have
sixteen."""


@torch.no_grad()
def sgd_momentum_step(params, velocities, lr, momentum=0.9):
    for p, velocity in zip(params, velocities):
        if p.grad is not None:
            velocity.mul_(momentum).add_(p.grad)
            p.sub_(velocity, alpha=lr)


@torch.no_grad()
def adam_step(params, m, v, t, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
    beta1, beta2 = torch.tensor(betas[0]), torch.tensor(betas[1])
    for p, m_p, v_p in zip(params, m, v):
        if p.grad is None:
            continue
        m_p.mul_(betas[0]).add_(p.grad, alpha=1 - betas[0])
        v_p.mul_(betas[1]).addcmul_(p.grad, p.grad, value=1 - betas[1])
        p.sub_(lr * (m_p / (1 - beta1**t)) / ((v_p / (1 - beta2**t)).sqrt() + eps))
