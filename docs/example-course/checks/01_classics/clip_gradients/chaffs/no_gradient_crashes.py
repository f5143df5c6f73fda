"""Not every parameter has a gradient: `.grad` may be `None`."""


def clip_gradients(parameters, max_norm, eps=1e-6):
    gradients = [p.grad for p in parameters]
    total = sum((g.pow(2).sum() for g in gradients), torch.tensor(0.0)).sqrt()
    if total > max_norm:
        for g in gradients:
            g.mul_(max_norm / (total + eps))
    return total
