"""In-place methods with alpha and value, as PyTorch's own optimizers are written."""


@torch.no_grad()
def sgd_momentum_step(params, velocities, lr, momentum=0.9):
    for i, p in enumerate(params):
        if p.grad is not None:
            velocities[i].mul_(momentum).add_(p.grad)
            p.add_(velocities[i], alpha=-lr)


@torch.no_grad()
def adam_step(params, m, v, t, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
    b1, b2 = betas
    for i, p in enumerate(params):
        if p.grad is not None:
            m[i].lerp_(p.grad, 1 - b1)
            v[i].mul_(b2).addcmul_(p.grad, p.grad, value=1 - b2)
            denominator = v[i].sqrt().div_(math.sqrt(1 - b2**t)).add_(eps)
            p.addcdiv_(m[i], denominator, value=-lr / (1 - b1**t))
