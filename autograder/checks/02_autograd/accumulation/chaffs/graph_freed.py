"""Your second backward fails: the first has freed what the graph had kept. Calculate f again, or ask the first
backward to keep the graph."""


def accumulation(theta):
    t = torch.tensor(theta, requires_grad=True)
    f = t**3
    seen = []
    for clear in (False, False, True):
        if clear:
            t.grad = None
        f.backward()
        seen.append(t.grad.item())
    return tuple(seen)
