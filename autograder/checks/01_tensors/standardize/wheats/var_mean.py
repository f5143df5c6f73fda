"""Variance and mean in one call; eps squared goes under the root, and decides."""


def standardize(x, eps=1e-6):
    var, mean = torch.var_mean(x, dim=0, correction=0)
    return torch.where(var > eps**2, (x - mean) * torch.rsqrt(var + eps**2), 0)
