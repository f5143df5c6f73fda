"""One running sum of squares, and a loop over a list."""


def clip_gradients(parameters, max_norm, eps=1e-6):
    parameters = [p for p in parameters if p.grad is not None]
    total = sum((p.grad.pow(2).sum() for p in parameters), torch.tensor(0.0))
    norm = torch.sqrt(total)
    if norm > max_norm:
        for p in parameters:
            p.grad *= max_norm / (norm + eps)
    return norm
