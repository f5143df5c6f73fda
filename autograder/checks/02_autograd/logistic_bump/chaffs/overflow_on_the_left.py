"""Your functions are fine on one side, and give NaN or infinity far on the other. Which power grows there?"""


def logistic_bump(x):
    e = torch.exp(-2 * x)
    return e / (1 + e) ** 2


def logistic_bump_grad(x):
    e = torch.exp(-2 * x)
    return 2 * e * (e - 1) / (1 + e) ** 3
