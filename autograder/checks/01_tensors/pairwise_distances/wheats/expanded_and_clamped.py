"""|a|² + |b|² − 2ab, with what cancellation makes negative set to zero."""


def pairwise_squared_distances(a, b):
    squares = a.square().sum(1, keepdim=True) + b.square().sum(1)
    return (squares - 2 * a @ b.T).clamp(min=0)
