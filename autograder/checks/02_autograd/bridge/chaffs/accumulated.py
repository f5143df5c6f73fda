"""The derivatives of q contain those of p: the second backward adds to what the first has left in `.grad`."""


def bridge(x, y):
    out = []
    a, b = torch.tensor(x, requires_grad=True), torch.tensor(y, requires_grad=True)
    for value in [(a + b) * b, a * b + torch.relu(a**2)]:
        value.backward()
        out.append((value.item(), a.grad.item(), b.grad.item()))
    return tuple(out)
