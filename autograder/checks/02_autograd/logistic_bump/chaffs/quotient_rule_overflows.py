"""Beyond some |x| you return 0, and the powers in your quotient rule leave their range before it: in `float32` the
third power of e²ˣ does so from 15 on. Infinity minus infinity is NaN."""


def logistic_bump(x):
    e = torch.exp(2 * x)
    return torch.where(x.abs() < 40, e / (1 + e) ** 2, torch.zeros_like(x))


def logistic_bump_grad(x):
    e = torch.exp(2 * x)
    slope = (2 * e * (1 + e) ** 2 - e * 2 * (1 + e) * 2 * e) / (1 + e) ** 4
    return torch.where(x.abs() < 40, slope, torch.zeros_like(x))
