"""Repeats the points so that each pair has a row, and cuts the column of results into a table."""


def pairwise_squared_distances(a, b):
    n, m = a.size(0), b.size(0)
    left = a.repeat_interleave(m, dim=0)
    right = b.repeat(n, 1)
    return (left - right).pow(2).sum(-1).view(n, m)
