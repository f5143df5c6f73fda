"""The new velocity is worked out in the gradient itself, which is to stay as it is."""


def sgd_momentum_step(params, velocities, lr, momentum=0.9):
    """One step of SGD with momentum, in place, on each parameter that has a gradient."""
    with torch.no_grad():
        for p, velocity in zip(params, velocities):
            if p.grad is None:
                continue
            velocity.copy_(p.grad.add_(velocity, alpha=momentum))
            p.sub_(lr * velocity)


def adam_step(params, m, v, t, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
    """Step t = 1, 2, … of Adam, in place, on each parameter that has a gradient."""
    beta1, beta2 = betas
    with torch.no_grad():
        for p, mean, square in zip(params, m, v):
            if p.grad is None:
                continue
            mean.mul_(beta1).add_((1 - beta1) * p.grad)
            square.mul_(beta2).add_((1 - beta2) * p.grad**2)
            corrected_mean, corrected_square = mean / (1 - beta1**t), square / (1 - beta2**t)
            p.sub_(lr * corrected_mean / (corrected_square.sqrt() + eps))
