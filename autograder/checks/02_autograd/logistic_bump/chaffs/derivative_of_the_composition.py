"""Your bump is twice as high as it should be: it is the derivative of σ(2x), and the fraction is σ′ at the place 2x.
Look at its value at 0."""


def logistic_bump(x):
    s = torch.sigmoid(2 * x)
    return 2 * s * (1 - s)


def logistic_bump_grad(x):
    s = torch.sigmoid(2 * x)
    return 2 * s * (1 - s) * (1 - 2 * s)
