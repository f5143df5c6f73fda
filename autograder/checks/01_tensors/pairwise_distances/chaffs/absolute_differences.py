"""You add up absolute differences, which is another distance (as one drives in Manhattan). Square the
differences."""


def pairwise_squared_distances(a, b):
    return (a[:, None, :] - b[None, :, :]).abs().sum(dim=-1)
