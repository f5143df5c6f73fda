"""Between the two backward calls one gradient is cleared and the other is not: that of q with respect to y contains
that of p."""


def bridge(x, y):
    a = torch.tensor(x, dtype=torch.float64, requires_grad=True)
    b = torch.tensor(y, dtype=torch.float64, requires_grad=True)
    p = (a + b) * b
    p.backward()
    first = p.item(), a.grad.item(), b.grad.item()
    a.grad = None
    q = a * b + torch.relu(a**2)
    q.backward()
    return first, (q.item(), a.grad.item(), b.grad.item())
