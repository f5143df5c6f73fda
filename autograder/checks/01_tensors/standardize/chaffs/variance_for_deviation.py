"""You divide by the variance. The deviation is its square root."""


def standardize(x, eps=1e-6):
    var, mean = torch.var_mean(x, dim=0, correction=0)
    return (x - mean) / (var + eps)
