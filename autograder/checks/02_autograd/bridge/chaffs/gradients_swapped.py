"""The two derivatives come in the wrong order: x before y. (At a point where x and y are alike it would not show.)"""


def bridge(x, y):
    out = []
    a, b = torch.tensor(x, requires_grad=True), torch.tensor(y, requires_grad=True)
    for value in [(a + b) * b, a * b + torch.relu(a**2)]:
        da, db = torch.autograd.grad(value, (a, b))
        out.append((value.item(), db.item(), da.item()))
    return tuple(out)
