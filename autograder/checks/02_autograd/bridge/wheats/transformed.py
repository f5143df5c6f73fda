"""Transforms each function into one that gives value and gradients."""


def p(a, b):
    return (a + b) * b


def q(a, b):
    return a * b + F.relu(a.square())


def bridge(x, y):
    triples = []
    for f in (p, q):
        slopes, height = torch.func.grad_and_value(f, argnums=(0, 1))(torch.tensor(x), torch.tensor(y))
        triples.append([height.item(), *(slope.item() for slope in slopes)])
    return triples
