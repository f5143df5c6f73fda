"""New tensors took the place of the gradients. Whoever held the old ones, as an optimizer may, sees no clipping: which
operations write into a tensor?"""


def clip_gradients(parameters, max_norm, eps=1e-6):
    parameters = [p for p in parameters if p.grad is not None]
    total = sum((p.grad.pow(2).sum() for p in parameters), torch.tensor(0.0)).sqrt()
    if total > max_norm:
        for p in parameters:
            p.grad = p.grad * (max_norm / (total + eps))
    return total
