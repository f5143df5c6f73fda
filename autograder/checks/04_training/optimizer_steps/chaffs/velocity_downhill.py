"""The velocity is a step already: it holds lr, points downhill and is added. In the formula it adds up gradients as
they are, and lr multiplies it in the end; the two differ as soon as the rate changes."""


def sgd_momentum_step(params, velocities, lr, momentum=0.9):
    with torch.no_grad():
        for p, v in zip(params, velocities):
            if p.grad is None:
                continue
            v.mul_(momentum).sub_(lr * p.grad)
            p.add_(v)


def adam_step(params, m, v, t, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
    beta1, beta2 = betas
    with torch.no_grad():
        for p, mean, square in zip(params, m, v):
            if p.grad is None:
                continue
            mean.mul_(beta1).add_((1 - beta1) * p.grad)
            square.mul_(beta2).add_((1 - beta2) * p.grad**2)
            m_hat, v_hat = mean / (1 - beta1**t), square / (1 - beta2**t)
            p.sub_(lr * m_hat / (v_hat.sqrt() + eps))
