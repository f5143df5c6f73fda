"""You hand a single row back as it came. Its columns never change, so they give zeros like all others that do not."""


def standardize(x, eps=1e-6):
    if x.shape[0] == 1:
        return x.clone()
    std, mean = torch.std_mean(x, dim=0, correction=0)
    return torch.where(std <= eps, torch.zeros_like(x), (x - mean) / std)
