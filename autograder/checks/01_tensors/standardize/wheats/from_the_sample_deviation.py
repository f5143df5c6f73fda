"""Turns the sample's deviation into the population's."""

import math


def standardize(x, eps=1e-6):
    n = x.shape[0]
    if n == 1:
        return torch.zeros_like(x)
    std = x.std(dim=0, keepdim=True) * math.sqrt((n - 1) / n)
    dull = std <= eps
    return ((x - x.mean(0, keepdim=True)) / std.masked_fill(dull, 1)).masked_fill(dull, 0)
