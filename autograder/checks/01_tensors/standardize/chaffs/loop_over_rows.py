"""You go through the rows one by one. Broadcasting subtracts and divides all rows at once, and much faster."""


def standardize(x, eps=1e-6):
    std, mean = torch.std_mean(x, dim=0, correction=0)
    return torch.stack([(row - mean) / (std + eps) for row in x])
