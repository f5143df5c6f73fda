"""New values are computed out of place and copied into the old tensors through .data."""


def sgd_momentum_step(params, velocities, lr, momentum=0.9):
    for p, v in zip(params, velocities):
        if p.grad is None:
            continue
        v.data.copy_(momentum * v.data + p.grad.data)
        p.data -= lr * v.data


def adam_step(params, m, v, t, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
    for p, first, second in zip(params, m, v):
        if p.grad is None:
            continue
        g = p.grad.detach()
        first.data[...] = betas[0] * first + (1 - betas[0]) * g
        second.data[...] = betas[1] * second + (1 - betas[1]) * g.square()
        update = (first / (1 - betas[0] ** t)) / (torch.sqrt(second / (1 - betas[1] ** t)) + eps)
        p.data.copy_(p.data - lr * update)
