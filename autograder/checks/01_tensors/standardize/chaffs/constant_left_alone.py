"""You leave constant columns as they are. They are to become zeros."""


def standardize(x, eps=1e-6):
    std, mean = torch.std_mean(x, dim=0, correction=0)
    return torch.where(std > eps, (x - mean) / std.clamp(min=eps), x)
