"""Adam uses 0.9 and 0.999, whatever `betas` says. The numbers of the signature are what is used if nobody says
otherwise."""


def sgd_momentum_step(params, velocities, lr, momentum=0.9):
    with torch.no_grad():
        for p, v in zip(params, velocities):
            if p.grad is not None:
                v.mul_(momentum).add_(p.grad)
                p.add_(v, alpha=-lr)


def adam_step(params, m, v, t, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
    with torch.no_grad():
        for p, first, second in zip(params, m, v):
            if p.grad is None:
                continue
            first.mul_(0.9).add_(p.grad, alpha=0.1)
            second.mul_(0.999).addcmul_(p.grad, p.grad, value=0.001)
            size = (second / (1 - 0.999**t)).sqrt()
            p.sub_(lr * (first / (1 - 0.9**t)) / (size + eps))
