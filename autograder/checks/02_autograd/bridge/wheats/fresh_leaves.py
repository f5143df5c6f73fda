"""Backward with new leaves for each function."""


def bridge(x, y):
    def triple(f):
        a = torch.tensor(float(x), requires_grad=True)
        b = torch.tensor(float(y), requires_grad=True)
        out = f(a, b)
        out.backward()
        return float(out), float(a.grad), float(b.grad)

    return triple(lambda a, b: a * b + b**2), triple(lambda a, b: (a**2).clamp(min=0) + b * a)
