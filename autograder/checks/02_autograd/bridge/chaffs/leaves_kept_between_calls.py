"""The same leaves serve all calls, and the gradients of the last call still lie in them when the next begins."""

a, b = torch.zeros((), requires_grad=True), torch.zeros((), requires_grad=True)


def bridge(x, y):
    with torch.no_grad():
        a.fill_(x)
        b.fill_(y)
    p = (a + b) * b
    p.backward()
    first = (p.item(), a.grad.item(), b.grad.item())
    a.grad, b.grad = None, None
    q = a * b + torch.relu(a**2)
    q.backward()
    return first, (q.item(), a.grad.item(), b.grad.item())
