"""`view(-1)` needs numbers that lie one after the other in memory, which those of a transposed table do not. To add a
dimension, index with `None` or `unsqueeze`."""


def pairwise_squared_distances(a, b):
    a, b = a.view(-1).view(len(a), 1, -1), b.view(-1).view(1, len(b), -1)
    return (a - b).square().sum(dim=-1)
