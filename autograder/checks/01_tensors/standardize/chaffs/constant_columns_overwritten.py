"""You write zeros into the constant columns of the caller's tensor, which has lost their numbers after the call. Write
them into the result."""


def standardize(x, eps=1e-6):
    std, mean = torch.std_mean(x, dim=0, correction=0)
    still = std <= eps
    result = (x - mean) / std
    x[:, still] = 0
    return torch.where(still, x, result)
