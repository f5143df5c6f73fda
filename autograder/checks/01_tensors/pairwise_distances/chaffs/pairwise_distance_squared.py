"""`torch.nn.functional.pairwise_distance` adds 1e-6 to every difference, so your squares are a little off, and a point
is not at distance 0 from itself. Square the differences themselves."""


def pairwise_squared_distances(a, b):
    return torch.nn.functional.pairwise_distance(a[:, None], b[None]) ** 2
