"""Each gradient was clipped by its own length, which changes the direction of the whole. How long is the vector of all
gradients together?"""


def clip_gradients(parameters, max_norm, eps=1e-6):
    gradients = [p.grad for p in parameters if p.grad is not None]
    total = sum((g.pow(2).sum() for g in gradients), torch.tensor(0.0)).sqrt()
    for g in gradients:
        norm = g.norm()
        if norm > max_norm:
            g.mul_(max_norm / (norm + eps))
    return total
