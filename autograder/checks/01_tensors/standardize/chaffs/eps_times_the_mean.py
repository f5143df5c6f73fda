"""You compare the deviation with a part of the column's own size, as `isclose` does, and so take columns far from
zero for constant. The deviation itself is compared with `eps`."""


def standardize(x, eps=1e-6):
    std, mean = torch.std_mean(x, dim=0, correction=0)
    return torch.where(std <= eps * mean.abs(), torch.zeros_like(x), (x - mean) / std)
