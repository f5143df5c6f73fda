"""Your numbers are tensors with one element. The other side of the bridge knows only Python floats."""


def bridge(x, y):
    out = []
    a, b = torch.tensor(x, requires_grad=True), torch.tensor(y, requires_grad=True)
    for value in [(a + b) * b, a * b + torch.relu(a**2)]:
        da, db = torch.autograd.grad(value, (a, b))
        out.append((value.detach(), da, db))
    return tuple(out)
