"""Your slope is a difference of two values beside x, divided by their distance. In float64 that comes close, and it is
no formula: differentiate f on paper."""


def logistic_bump(x):
    s = torch.sigmoid(2 * x)
    return s * (1 - s)


def logistic_bump_grad(x):
    h = 1e-5
    at = x.double()
    return ((logistic_bump(at + h) - logistic_bump(at - h)) / (2 * h)).to(x.dtype)
