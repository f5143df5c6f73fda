"""After the call the caller's x does not require grad, and did before. Nothing has to be switched on or off in a
tensor that is not yours."""


def value_and_grad(f, x):
    if not x.is_leaf:
        x = x.detach()
    x.requires_grad_(True)
    y = f(x)
    (g,) = torch.autograd.grad(y, x)
    x.requires_grad_(False)
    return y.item(), g
