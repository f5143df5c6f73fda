"""The new velocity and the new averages are new tensors, and the caller's state stays zero. Change the state in
place."""


def sgd_momentum_step(params, velocities, lr, momentum=0.9):
    with torch.no_grad():
        for p, v in zip(params, velocities):
            if p.grad is None:
                continue
            v = momentum * v + p.grad
            p.sub_(lr * v)


def adam_step(params, m, v, t, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
    beta1, beta2 = betas
    with torch.no_grad():
        for p, mean, square in zip(params, m, v):
            if p.grad is None:
                continue
            mean = beta1 * mean + (1 - beta1) * p.grad
            square = beta2 * square + (1 - beta2) * p.grad**2
            m_hat, v_hat = mean / (1 - beta1**t), square / (1 - beta2**t)
            p.sub_(lr * m_hat / (v_hat.sqrt() + eps))
