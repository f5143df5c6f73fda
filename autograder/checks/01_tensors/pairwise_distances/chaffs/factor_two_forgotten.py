"""(a − b)² = a² − 2ab + b²: the middle term comes twice."""


def pairwise_squared_distances(a, b):
    squares = a.square().sum(1, keepdim=True) + b.square().sum(1)
    return (squares - a @ b.T).clamp(min=0)
