"""The lengths of the parts were added, and their squares should be: 3 and 4 make 5."""


def clip_gradients(parameters, max_norm, eps=1e-6):
    gradients = [p.grad for p in parameters if p.grad is not None]
    total = sum((g.norm() for g in gradients), torch.tensor(0.0))
    if total > max_norm:
        for g in gradients:
            g.mul_(max_norm / (total + eps))
    return total
