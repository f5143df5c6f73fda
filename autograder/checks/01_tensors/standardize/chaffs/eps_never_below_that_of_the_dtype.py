"""You do not let eps be smaller than `torch.finfo(x.dtype).eps`. That is the step between numbers near 1: smaller
numbers can vary by less, and callers who pass a smaller eps mean it."""


def standardize(x, eps=1e-6):
    eps = max(eps, torch.finfo(x.dtype).eps)
    std, mean = torch.std_mean(x, dim=0, correction=0)
    return torch.where(std <= eps, 0, (x - mean) / std)
