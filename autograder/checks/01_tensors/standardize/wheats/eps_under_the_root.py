"""Adds eps to the variance, as normalisation layers do, and zeroes the dull columns."""


def standardize(x, eps=1e-6):
    centred = x - x.mean(0)
    variance = centred.pow(2).mean(0)
    z = centred / torch.sqrt(variance + eps)
    z[:, variance.sqrt() <= eps] = 0
    return z
