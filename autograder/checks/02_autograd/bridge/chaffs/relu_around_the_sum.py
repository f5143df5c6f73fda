"""Your relu goes around the whole of x·y + x², so q is 0 wherever that sum is negative. In the formula it is around x²
alone."""


def bridge(x, y):
    a, b = torch.tensor(x).requires_grad_(), torch.tensor(y).requires_grad_()
    triples = []
    for result in ((a + b) * b, F.relu(a * b + a * a)):
        a.grad = b.grad = None
        result.backward()
        triples.append((result.item(), a.grad.item(), b.grad.item()))
    return tuple(triples)
