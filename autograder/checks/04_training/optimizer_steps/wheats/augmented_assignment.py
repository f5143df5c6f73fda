"""`-=`, `*=` and `+=` on tensors work in place."""


def sgd_momentum_step(params, velocities, lr, momentum=0.9):
    moving = [(p, v) for p, v in zip(params, velocities) if p.grad is not None]
    with torch.no_grad():
        for p, v in moving:
            v *= momentum
            v += p.grad
            p -= lr * v


def adam_step(params, m, v, t, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
    beta1, beta2 = betas
    moving = [(p, a, b) for p, a, b in zip(params, m, v) if p.grad is not None]
    with torch.no_grad():
        for p, a, b in moving:
            a *= beta1
            a += (1 - beta1) * p.grad
            b *= beta2
            b += (1 - beta2) * p.grad * p.grad
            p -= lr / (1 - beta1**t) * a / ((b / (1 - beta2**t)) ** 0.5 + eps)
