"""Your three gradients are tensors; Python floats are asked for."""


def accumulation(theta):
    t = torch.tensor(theta, requires_grad=True)
    seen = []
    for clear in (False, False, True):
        if clear:
            t.grad = None
        (t**3).backward()
        seen.append(t.grad.clone())
    return tuple(seen)
