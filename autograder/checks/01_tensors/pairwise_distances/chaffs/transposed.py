"""Rows and columns are swapped: entry [i, j] belongs to point i of `a` and point j of `b`. (A square result hides
this.)"""


def pairwise_squared_distances(a, b):
    return (a[None, :, :] - b[:, None, :]).square().sum(dim=-1)
