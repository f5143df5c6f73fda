"""Runs backward on the caller's own tensor where that is a leaf, and puts back the flag and the .grad it had."""


def value_and_grad(f, x):
    if not x.is_leaf:
        x = x.detach()
    flag, old = x.requires_grad, x.grad
    x.requires_grad_(True)
    x.grad = torch.zeros_like(x)
    height = f(x)
    height.backward()
    slope, x.grad = x.grad, old
    x.requires_grad_(flag)
    return height.item(), slope
