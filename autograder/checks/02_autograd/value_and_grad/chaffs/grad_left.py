"""The caller's x has a `.grad` that was not there before the call. `backward()` puts it into the leaves; for a function
that leaves no traces there is another door."""


def value_and_grad(f, x):
    before = x.requires_grad
    x.requires_grad_(True)
    if not x.is_leaf:
        x = x.detach().requires_grad_(True)
    old = x.grad.clone() if x.grad is not None else torch.zeros_like(x)
    height = f(x)
    height.backward()
    g = x.grad.clone() - old
    if x.is_leaf:
        x.requires_grad_(before)
    return height.item(), g
