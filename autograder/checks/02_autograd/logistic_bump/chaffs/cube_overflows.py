"""Beyond the x at which e²ˣ leaves its range you return 0. The square and the cube of 1 + e²ˣ leave it much earlier,
and infinity divided by infinity is NaN."""


def logistic_bump(x):
    grown = (2 * x).exp()
    return torch.where(x.abs() < 44, grown / (1 + grown) ** 2, 0.0)


def logistic_bump_grad(x):
    grown = (2 * x).exp()
    return torch.where(x.abs() < 44, 2 * grown * (1 - grown) / (1 + grown) ** 3, 0.0)
