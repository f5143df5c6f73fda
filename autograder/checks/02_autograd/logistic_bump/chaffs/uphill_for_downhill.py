"""Your derivative has the wrong sign. To the right of 0 the bump goes down: what does that say about the slope?"""


def logistic_bump(x):
    s = torch.sigmoid(2 * x)
    return s * (1 - s)


def logistic_bump_grad(x):
    s = torch.sigmoid(2 * x)
    return 2 * s * (1 - s) * (2 * s - 1)
