"""You always use the same small number, whatever `eps` the caller passes. Callers pass far smaller ones and far
larger ones, too."""


def standardize(x, eps=1e-6):
    std, mean = torch.std_mean(x, dim=0, correction=0, keepdim=True)
    return torch.where(std > 1e-6, (x - mean) / (std + 1e-6), 0.0)
