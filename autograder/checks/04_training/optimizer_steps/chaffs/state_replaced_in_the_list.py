"""The list holds other tensors now. Whoever kept one of the old ones, what do they see of the state?"""


@torch.no_grad()
def sgd_momentum_step(params, velocities, lr, momentum=0.9):
    for i, p in enumerate(params):
        if p.grad is None:
            continue
        velocities[i] = momentum * velocities[i] + p.grad
        p -= lr * velocities[i]


@torch.no_grad()
def adam_step(params, m, v, t, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
    beta1, beta2 = betas
    for i, p in enumerate(params):
        if p.grad is None:
            continue
        m[i] = beta1 * m[i] + (1 - beta1) * p.grad
        v[i] = beta2 * v[i] + (1 - beta2) * p.grad**2
        p -= lr * (m[i] / (1 - beta1**t)) / ((v[i] / (1 - beta2**t)).sqrt() + eps)
