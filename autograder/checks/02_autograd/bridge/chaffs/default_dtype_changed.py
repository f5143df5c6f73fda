"""You change PyTorch's default dtype, and all code that runs later finds it changed. A dtype can be given to one tensor
alone."""


def bridge(x, y):
    torch.set_default_dtype(torch.float64)
    out = []
    for f in (lambda a, b: (a + b) * b, lambda a, b: a * b + torch.relu(a**2)):
        a, b = torch.tensor(x, requires_grad=True), torch.tensor(y, requires_grad=True)
        value = f(a, b)
        value.backward()
        out.append((value.item(), a.grad.item(), b.grad.item()))
    return tuple(out)
