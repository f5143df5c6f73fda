"""You add up over the points of one set. The sum runs over the coordinates, which are in the last dimension of the
differences."""


def pairwise_squared_distances(a, b):
    return (a[:, None, :] - b[None, :, :]).square().sum(dim=1)
