"""Backward twice with the same leaves, whose gradients are set to zero in between."""


def bridge(x, y):
    a = torch.tensor(x, dtype=torch.double, requires_grad=True)
    b = torch.tensor(y, dtype=torch.double, requires_grad=True)
    out = []
    for value in [(a + b) * b, a * b + (a**2).relu()]:
        value.backward()
        out.append((value.item(), a.grad.item(), b.grad.item()))
        a.grad.zero_()
        b.grad.zero_()
    return tuple(out)
