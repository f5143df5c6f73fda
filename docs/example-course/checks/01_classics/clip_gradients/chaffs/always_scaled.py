"""Short gradients were made longer. Clipping only ever shortens: when is there nothing to do?"""


def clip_gradients(parameters, max_norm, eps=1e-6):
    gradients = [p.grad for p in parameters if p.grad is not None]
    total = sum((g.pow(2).sum() for g in gradients), torch.tensor(0.0)).sqrt()
    for g in gradients:
        g.mul_(max_norm / (total + eps))
    return total
