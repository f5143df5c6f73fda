"""You take the mean over the coordinates. A squared distance is their sum."""


def pairwise_squared_distances(a, b):
    return (a[:, None, :] - b[None, :, :]).square().mean(dim=-1)
