"""Something limits the gradient (clipping, say). What you are asked for is what backward leaves in `.grad`."""


def accumulation(theta):
    t = torch.tensor(theta, requires_grad=True)
    seen = []
    for clear in (False, False, True):
        if clear:
            t.grad = None
        (t**3).backward()
        t.grad.clamp_(-100, 100)
        seen.append(t.grad.item())
    return tuple(seen)
