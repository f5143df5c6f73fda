"""One leaf serves all calls, and the gradient of the last call still lies in it when the next begins. Each call needs a
leaf of its own."""

leaf = torch.zeros((), requires_grad=True)


def accumulation(theta):
    with torch.no_grad():
        leaf.fill_(theta)
    seen = []
    for clear in (False, False, True):
        if clear:
            leaf.grad = None
        (leaf**3).backward()
        seen.append(leaf.grad.item())
    return tuple(seen)
