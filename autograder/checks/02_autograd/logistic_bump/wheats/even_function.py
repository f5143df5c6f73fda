"""f is even, so only e to the power of −2|x| is needed, which cannot overflow."""


def logistic_bump(x):
    p = torch.exp(-2 * x.abs())
    return p / (1 + p).pow(2)


def logistic_bump_grad(x):
    p = torch.exp(-2 * x.abs())
    return -x.sign() * 2 * p * (1 - p) / (1 + p) ** 3
