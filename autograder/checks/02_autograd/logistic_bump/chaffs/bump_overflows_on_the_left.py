"""Your bump is fine on one side, and NaN or infinite far on the other. Which power grows there?"""


def logistic_bump(x):
    e = (-2 * x).exp()
    return e / (e + 1).square()


def logistic_bump_grad(x):
    s = torch.sigmoid(2 * x)
    return 2 * s * (1 - s) * (1 - 2 * s)
