"""Each number was limited, not the length of the vector: this turns the step into another direction."""


def clip_gradients(parameters, max_norm, eps=1e-6):
    gradients = [p.grad for p in parameters if p.grad is not None]
    total = sum((g.pow(2).sum() for g in gradients), torch.tensor(0.0)).sqrt()
    for g in gradients:
        g.clamp_(-max_norm, max_norm)
    return total
