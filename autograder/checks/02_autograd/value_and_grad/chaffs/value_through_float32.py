"""Your value goes through float32 on its way to a Python float, and loses half of its digits where x is float64.
`.item()` takes a number of any dtype as it is."""


def value_and_grad(f, x):
    leaf = x.detach().clone().requires_grad_()
    value = f(leaf)
    (gradient,) = torch.autograd.grad(value, leaf)
    return value.detach().float().item(), gradient
