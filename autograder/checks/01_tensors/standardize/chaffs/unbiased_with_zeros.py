"""You divide by the deviation that estimates a larger population from a sample (N − 1 below the sum). The
population deviation, with N, is asked for: see the argument `correction`."""


def standardize(x, eps=1e-6):
    std, mean = torch.std_mean(x, 0, keepdim=True)
    varies = std > eps
    return torch.where(varies, x - mean, 0.0) / torch.where(varies, std, 1.0)
