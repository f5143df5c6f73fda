"""Lists of those with a gradient, and PyTorch's functions for whole lists of tensors."""


def _with_gradient(params, *states):
    rows = [row for row in zip(params, *states) if row[0].grad is not None]
    return [list(column) for column in zip(*rows)] if rows else [[] for _ in range(1 + len(states))]


def sgd_momentum_step(params, velocities, lr, momentum=0.9):
    params, velocities = _with_gradient(params, velocities)
    if not params:
        return
    with torch.no_grad():
        torch._foreach_mul_(velocities, momentum)
        torch._foreach_add_(velocities, [p.grad for p in params])
        torch._foreach_add_(params, velocities, alpha=-lr)


def adam_step(params, m, v, t, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
    params, m, v = _with_gradient(params, m, v)
    if not params:
        return
    grads = [p.grad for p in params]
    with torch.inference_mode(False), torch.no_grad():
        torch._foreach_mul_(m, betas[0])
        torch._foreach_add_(m, grads, alpha=1 - betas[0])
        torch._foreach_mul_(v, betas[1])
        torch._foreach_addcmul_(v, grads, grads, value=1 - betas[1])
        for p, mean, square in zip(params, m, v):
            p -= lr * (mean / (1 - betas[0] ** t)) / ((square / (1 - betas[1] ** t)) ** 0.5 + eps)
