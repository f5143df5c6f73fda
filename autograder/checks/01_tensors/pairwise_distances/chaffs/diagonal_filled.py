"""You set the diagonal to 0, as if `a` and `b` were the same points. Point i of `a` and point i of `b` need not lie
at the same place."""


def pairwise_squared_distances(a, b):
    return (a.unsqueeze(1) - b).pow(2).sum(-1).fill_diagonal_(0)
