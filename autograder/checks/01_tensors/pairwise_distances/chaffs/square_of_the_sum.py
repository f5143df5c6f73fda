"""You add up the differences and then square. Then differences of opposite sign cancel: square each of them
first."""


def pairwise_squared_distances(a, b):
    return (a[:, None, :] - b[None, :, :]).sum(dim=-1).square()
