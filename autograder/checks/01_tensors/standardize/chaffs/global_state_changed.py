"""Your function changes something that all other code shares: a random state, or a default of PyTorch's. Whoever
calls it gets other random numbers or other dtypes from then on. Leave what is global alone."""


def standardize(x, eps=1e-6):
    torch.set_default_dtype(torch.float64)
    std, mean = torch.std_mean(x, dim=0, correction=0)
    return torch.where(std > eps, (x - mean) / std.clamp(min=eps), torch.zeros_like(x))
