"""You compare point i of `a` with point i of `b` only. Every point of `a` meets every point of `b`: put a dimension
of size 1 into each so that they do."""


def pairwise_squared_distances(a, b):
    return (a - b).square().sum(dim=1)
