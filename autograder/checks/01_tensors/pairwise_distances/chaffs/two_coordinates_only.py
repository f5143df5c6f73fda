"""You take two coordinates of each point. Points have as many as the second dimension is long."""


def pairwise_squared_distances(a, b):
    across = a[:, 0, None] - b[None, :, 0]
    up = a[:, 1, None] - b[None, :, 1]
    return across**2 + up**2
