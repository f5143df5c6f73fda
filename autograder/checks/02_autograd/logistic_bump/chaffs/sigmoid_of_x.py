"""Your bump is too wide: it is σ′ at x. The powers in the fraction are e²ˣ."""


def logistic_bump(x):
    s = torch.sigmoid(x)
    return s * (1 - s)


def logistic_bump_grad(x):
    s = torch.sigmoid(x)
    return s * (1 - s) * (1 - 2 * s)
