"""You cut x off before the calculation. Where the function is not yet 0, that gives wrong values, and the formula
can be written so that nothing has to be cut off."""


def logistic_bump(x):
    e = torch.exp(2 * x.clamp(-5, 5))
    return e / (1 + e) ** 2


def logistic_bump_grad(x):
    e = torch.exp(2 * x.clamp(-5, 5))
    return 2 * e * (1 - e) / (1 + e) ** 3
