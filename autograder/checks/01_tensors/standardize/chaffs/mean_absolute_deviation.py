"""You divide by the mean of the absolute deviations. The standard deviation is the root of the mean of their
squares."""


def standardize(x, eps=1e-6):
    centred = x - x.mean(dim=0, keepdim=True)
    deviation = centred.abs().mean(dim=0, keepdim=True)
    return torch.where(deviation > eps, centred / deviation, 0.0)
