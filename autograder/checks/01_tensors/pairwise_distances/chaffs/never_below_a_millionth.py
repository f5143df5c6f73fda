"""Your distances never fall below a small number that you have set. Equal points are 0 apart, and others may be
nearer than that: cut off at 0."""


def pairwise_squared_distances(a, b):
    d = a.square().sum(1)[:, None] + b.square().sum(1) - 2 * a @ b.T
    return d.clamp(min=1e-6)
