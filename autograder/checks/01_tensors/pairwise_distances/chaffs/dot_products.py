"""These are dot products. They are large where vectors point the same way, while a distance is zero where points
agree."""


def pairwise_squared_distances(a, b):
    return a @ b.T
