"""Loops over the D coordinates (not over points), which never needs the (N, M, D) table."""


def pairwise_squared_distances(a, b):
    total = a.new_zeros(a.shape[0], b.shape[0])
    for d in range(a.shape[1]):
        total += torch.subtract(a[:, d].unsqueeze(1), b[:, d]).square()
    return total
