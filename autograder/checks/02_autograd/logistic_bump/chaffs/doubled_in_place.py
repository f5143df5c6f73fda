"""After the call the caller's x holds other numbers: `*=` and methods that end in `_` write into the tensor itself."""


def logistic_bump(x):
    x *= 2
    s = torch.sigmoid(x)
    return s * (1 - s)


def logistic_bump_grad(x):
    s = torch.sigmoid(x.mul_(2))
    return 2 * s * (1 - s) * (1 - 2 * s)
