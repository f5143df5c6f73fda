"""The results are rounded after some decimals. How many of its digits does a small number have there?"""


def bridge(x, y):
    a, b = (torch.tensor(n, dtype=torch.float64, requires_grad=True) for n in (x, y))
    p, q = (a + b) * b, a * b + (a * a).relu()
    triples = [(r, *torch.autograd.grad(r, (a, b))) for r in (p, q)]
    return tuple(tuple(round(t.item(), 5) for t in triple) for triple in triples)
