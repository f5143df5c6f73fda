"""You clear before each backward, and double the function for the second. What is asked is what a second backward adds
where nothing was cleared."""


def accumulation(theta):
    t = torch.tensor(theta, requires_grad=True)
    seen = []
    for times in (1, 2, 1):
        t.grad = None
        (times * t**3).backward()
        seen.append(t.grad.item())
    return tuple(seen)
