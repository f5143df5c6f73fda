"""You compare the variance with `eps`. It is the deviation, its square root, that is to be compared."""


def standardize(x, eps=1e-6):
    var, mean = torch.var_mean(x, dim=0, correction=0)
    dull = var <= eps
    return torch.where(dull, 0.0, (x - mean) / torch.where(dull, 1.0, var).sqrt())
