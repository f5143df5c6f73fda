"""The sigmoid's slope, σ(1 − σ), at 2x, and its derivative."""


def logistic_bump(x):
    s = torch.sigmoid(2 * x)
    return s * (1 - s)


def logistic_bump_grad(x):
    f = logistic_bump(x)
    return 2 * f * (1 - 2 * torch.sigmoid(2 * x))
