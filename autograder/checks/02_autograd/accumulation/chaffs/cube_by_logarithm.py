"""You take the third power by a logarithm, which a negative θ does not have: its gradient is NaN. `**` works for either
sign."""


def accumulation(theta):
    leaf = torch.tensor(theta, requires_grad=True)
    gradients = []
    for clear in (False, False, True):
        if clear:
            leaf.grad = None
        (3 * leaf.log()).exp().backward()
        gradients.append(leaf.grad.item())
    return tuple(gradients)
