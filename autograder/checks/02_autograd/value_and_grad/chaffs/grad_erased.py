"""You clear the `.grad` of the caller's x, which may have held something that the caller still needs. Use a leaf of
your own."""


def value_and_grad(f, x):
    before = x.requires_grad
    if not x.is_leaf:
        x = x.detach()
    x.requires_grad_(True)
    x.grad = torch.zeros_like(x)
    result = f(x)
    result.backward()
    g, x.grad = x.grad, None
    x.requires_grad_(before)
    return result.item(), g
