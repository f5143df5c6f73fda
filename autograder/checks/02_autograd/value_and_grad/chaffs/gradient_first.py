"""The two results come in the other order: the value first, then the gradient."""


def value_and_grad(f, x):
    leaf = x.detach().clone().requires_grad_(True)
    y = f(leaf)
    (g,) = torch.autograd.grad(y, leaf)
    return g, y.item()
