"""You set both results to 0 from some distance on, where they are nearly 0 and by more than 10⁻⁶ not. The formulas can
be written so that nothing has to be cut off."""


def logistic_bump(x):
    s = torch.sigmoid(2 * x)
    return (s - s * s) * (x.abs() <= 6)


def logistic_bump_grad(x):
    s = torch.sigmoid(2 * x)
    return 2 * (s - s * s) * (1 - 2 * s) * (x.abs() <= 6)
