"""The gradients are rounded after some decimals. How many of its digits does a small number have there?"""


def accumulation(theta):
    leaf, seen = torch.tensor(theta, requires_grad=True), []
    for clear in (False, False, True):
        if clear:
            leaf.grad = None
        (leaf * leaf * leaf).backward()
        seen.append(round(leaf.grad.item(), 5))
    return tuple(seen)
