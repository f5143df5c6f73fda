"""Autograd finds the derivatives of p, and those of q come from a formula. Let it find all four."""


def bridge(x, y):
    a, b = (torch.tensor(number, requires_grad=True) for number in (x, y))
    p = (a + b) * b
    p.backward()
    return (p.item(), a.grad.item(), b.grad.item()), (x * y + x * x, y + 2 * x, x)
