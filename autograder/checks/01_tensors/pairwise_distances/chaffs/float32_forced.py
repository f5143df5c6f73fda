"""Your result is float32 whatever came in. It is to have the dtype of the points."""


def pairwise_squared_distances(a, b):
    return (a.float()[:, None, :] - b.float()[None, :, :]).square().sum(dim=-1)
