"""Decorated by no_grad; lerp for the averages, addcmul and addcdiv as in PyTorch's own."""


@torch.no_grad()
def sgd_momentum_step(params, velocities, lr, momentum=0.9):
    for param, buffer in zip(params, velocities, strict=True):
        if param.grad is not None:
            torch.add(param.grad, buffer, alpha=momentum, out=buffer)
            param.add_(buffer, alpha=-lr)


@torch.no_grad()
def adam_step(params, m, v, t, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
    for param, exp_avg, exp_avg_sq in zip(params, m, v, strict=True):
        if param.grad is None:
            continue
        exp_avg.lerp_(param.grad, 1 - betas[0])
        exp_avg_sq.mul_(betas[1]).addcmul_(param.grad, param.grad, value=1 - betas[1])
        denominator = (exp_avg_sq.sqrt() / math.sqrt(1 - betas[1] ** t)).add_(eps)
        param.addcdiv_(exp_avg, denominator, value=-lr / (1 - betas[0] ** t))
