"""For a negative x your q goes wrong: relu is taken of the square, and not the square of the relu."""


def bridge(x, y):
    out = []
    a, b = torch.tensor(x, requires_grad=True), torch.tensor(y, requires_grad=True)
    for value in [(a + b) * b, a * b + torch.relu(a) ** 2]:
        da, db = torch.autograd.grad(value, (a, b))
        out.append((value.item(), da.item(), db.item()))
    return tuple(out)
