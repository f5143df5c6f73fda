"""The results are rounded after some decimals. How many of its digits does a small number have there?"""


def bridge(x, y):
    out = []
    for f in (lambda a, b: (a + b) * b, lambda a, b: a * b + torch.relu(a**2)):
        a, b = torch.tensor(x, requires_grad=True), torch.tensor(y, requires_grad=True)
        value = f(a, b)
        value.backward()
        out.append(tuple(round(t.item(), 4) for t in (value, a.grad, b.grad)))
    return tuple(out)
