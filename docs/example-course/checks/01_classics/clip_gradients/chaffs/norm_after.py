"""The norm that is returned was measured after clipping, where it says nothing about the batch."""


def clip_gradients(parameters, max_norm, eps=1e-6):
    gradients = [p.grad for p in parameters if p.grad is not None]
    total = sum((g.pow(2).sum() for g in gradients), torch.tensor(0.0)).sqrt()
    if total > max_norm:
        for g in gradients:
            g.mul_(max_norm / (total + eps))
    return sum((g.pow(2).sum() for g in gradients), torch.tensor(0.0)).sqrt()
