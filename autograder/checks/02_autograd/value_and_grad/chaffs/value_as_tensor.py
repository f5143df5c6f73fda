"""The value is a tensor with one element, and a Python float is asked for."""


def value_and_grad(f, x):
    leaf = x.detach().clone().requires_grad_(True)
    y = f(leaf)
    (g,) = torch.autograd.grad(y, leaf)
    return y.detach(), g
