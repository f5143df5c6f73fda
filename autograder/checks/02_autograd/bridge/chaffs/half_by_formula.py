"""Autograd finds the derivatives of q, and those of p come from a formula. Let it find all four."""


def bridge(x, y):
    a, b = (torch.tensor(number, requires_grad=True) for number in (x, y))
    q = a * b + (a**2).relu()
    q.backward()
    return ((x + y) * y, y, x + 2 * y), (q.item(), a.grad.item(), b.grad.item())
