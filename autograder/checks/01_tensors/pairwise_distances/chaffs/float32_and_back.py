"""You calculate in float32 and convert the result back. Points of float64 lose half of their digits on the way, and no
conversion brings them back: calculate in the dtype that came in."""


def pairwise_squared_distances(a, b):
    return (a.float()[:, None, :] - b.float()[None, :, :]).square().sum(dim=-1).to(a.dtype)
