"""You go through the points of one set in a Python loop. A dimension of size 1 in the right place lets broadcasting
meet all pairs at once."""


def pairwise_squared_distances(a, b):
    return torch.stack([(point - b).square().sum(dim=1) for point in a])
