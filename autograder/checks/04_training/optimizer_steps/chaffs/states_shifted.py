"""The parameters without a gradient are left out of one list, and their states are still in the others: from there
on, each parameter gets the state of another one. What belongs together is to be taken together.
"""


def sgd_momentum_step(params, velocities, lr, momentum=0.9):
    with torch.no_grad():
        for p, velocity in zip([p for p in params if p.grad is not None], velocities):
            velocity.mul_(momentum).add_(p.grad)
            p.sub_(lr * velocity)


def adam_step(params, m, v, t, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
    with torch.no_grad():
        for p, mean, square in zip([p for p in params if p.grad is not None], m, v):
            mean.mul_(betas[0]).add_((1 - betas[0]) * p.grad)
            square.mul_(betas[1]).add_((1 - betas[1]) * p.grad**2)
            root = (square / (1 - betas[1] ** t)).sqrt()
            p.sub_(lr * mean / (1 - betas[0] ** t) / (root + eps))
