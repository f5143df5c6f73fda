"""After the call the caller's x requires grad, and did not before. `requires_grad_()` changes the tensor itself; who
else holds it?"""


def value_and_grad(f, x):
    x.requires_grad_(True)
    y = f(x)
    (g,) = torch.autograd.grad(y, x)
    return y.item(), g
