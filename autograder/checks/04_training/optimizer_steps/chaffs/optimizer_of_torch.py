"""The work is left to the functions behind PyTorch's own optimizers. They are what your steps are to agree with, and
they are a few lines each: write them down.
"""

from torch.optim.adam import adam
from torch.optim.sgd import sgd


def sgd_momentum_step(params, velocities, lr, momentum=0.9):
    having = [i for i, p in enumerate(params) if p.grad is not None]
    with torch.no_grad():
        sgd(
            [params[i] for i in having],
            [params[i].grad for i in having],
            [velocities[i] for i in having],
            weight_decay=0,
            momentum=momentum,
            lr=lr,
            dampening=0,
            nesterov=False,
            maximize=False,
        )


def adam_step(params, m, v, t, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
    having = [i for i, p in enumerate(params) if p.grad is not None]
    with torch.no_grad():
        adam(
            [params[i] for i in having],
            [params[i].grad for i in having],
            [m[i] for i in having],
            [v[i] for i in having],
            [],
            [torch.tensor(float(t - 1)) for _ in having],
            amsgrad=False,
            beta1=betas[0],
            beta2=betas[1],
            lr=lr,
            weight_decay=0,
            eps=eps,
            maximize=False,
        )
