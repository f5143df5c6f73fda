"""Logarithm of numerator and denominator: 2x − 2·softplus(2x)."""


def logistic_bump(x):
    return torch.exp(2 * x - 2 * F.softplus(2 * x))


def logistic_bump_grad(x):
    return 2 * logistic_bump(x) * (torch.sigmoid(-2 * x) - torch.sigmoid(2 * x))
