"""Differences of all pairs by broadcasting."""


def pairwise_squared_distances(a, b):
    return ((a[:, None, :] - b[None, :, :]) ** 2).sum(dim=-1)
