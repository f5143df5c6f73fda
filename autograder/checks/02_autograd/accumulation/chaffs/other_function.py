"""Your numbers are the derivative of θ². The function is θ³."""


def accumulation(theta):
    t = torch.tensor(theta, requires_grad=True)
    seen = []
    for clear in (False, False, True):
        if clear:
            t.grad = None
        (t**2).backward()
        seen.append(t.grad.item())
    return tuple(seen)
