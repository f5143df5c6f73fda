"""You change PyTorch's default dtype, and all code that runs later finds it changed. A dtype can be given to one tensor
alone."""


def accumulation(theta):
    torch.set_default_dtype(torch.float64)
    t = torch.tensor(theta, requires_grad=True)
    seen = []
    for clear in (False, False, True):
        if clear:
            t.grad = None
        (t**3).backward()
        seen.append(t.grad.item())
    return tuple(seen)
