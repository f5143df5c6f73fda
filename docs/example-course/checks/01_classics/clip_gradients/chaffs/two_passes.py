"""The parameters were run through twice, and an iterator is empty the second time. What could you keep?"""


def clip_gradients(parameters, max_norm, eps=1e-6):
    total = sum((p.grad.pow(2).sum() for p in parameters if p.grad is not None), torch.tensor(0.0)).sqrt()
    if total > max_norm:
        for p in parameters:
            if p.grad is not None:
                p.grad.mul_(max_norm / (total + eps))
    return total
