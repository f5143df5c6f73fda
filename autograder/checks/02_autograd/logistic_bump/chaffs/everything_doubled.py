"""Both of your functions are twice as large as they should be: f has no factor in front. Look at its value at 0."""


def logistic_bump(x):
    s = torch.sigmoid(2 * x)
    return 2 * s * (1 - s)


def logistic_bump_grad(x):
    s = torch.sigmoid(2 * x)
    return 4 * s * (1 - s) * (1 - 2 * s)
