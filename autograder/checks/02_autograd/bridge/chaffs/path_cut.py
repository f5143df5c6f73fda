"""One of the two paths from x to q carries no gradient: a tensor made from a Python number, or detached, has no
history."""


def bridge(x, y):
    out = []
    a, b = torch.tensor(x, requires_grad=True), torch.tensor(y, requires_grad=True)
    for value in [(a + b) * b, a * b + torch.tensor(max(x**2, 0.0))]:
        da, db = torch.autograd.grad(value, (a, b))
        out.append((value.item(), da.item(), db.item()))
    return tuple(out)
