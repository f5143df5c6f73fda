"""Your gradient has all its digits, and your value has not: for a float64 x it was rounded, or went through
float32, on the way."""


def value_and_grad(f, x):
    leaf = x.detach().requires_grad_()
    (gradient,) = torch.autograd.grad(f(leaf), leaf)
    return f(x.detach().float()).item(), gradient
