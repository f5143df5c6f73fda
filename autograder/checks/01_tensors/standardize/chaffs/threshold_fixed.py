"""Below a threshold of your own you return zeros, and the `eps` that the caller passes has no say in it. Callers pass
smaller ones and larger ones."""


def standardize(x, eps=1e-6):
    std, mean = torch.std_mean(x, dim=0, correction=0)
    return torch.where(std <= 1e-6, 0, (x - mean) / std)
