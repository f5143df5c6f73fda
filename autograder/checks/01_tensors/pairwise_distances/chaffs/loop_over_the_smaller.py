"""You loop over the points of one set, the smaller one say. That is still a Python loop over points: let broadcasting
meet all pairs."""


def pairwise_squared_distances(a, b):
    if len(a) <= len(b):
        return torch.stack([(b - point).square().sum(dim=1) for point in a])
    return torch.stack([(a - point).square().sum(dim=1) for point in b], dim=1)
