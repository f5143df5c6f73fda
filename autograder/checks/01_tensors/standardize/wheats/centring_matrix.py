"""Multiplies by the centring matrix I - 1/N, divides by the root of the mean square, and keeps what varies."""


def standardize(x, eps=1e-6):
    n = x.shape[0]
    centring = torch.eye(n, dtype=x.dtype) - torch.full((n, n), 1 / n, dtype=x.dtype)
    centred = centring @ x
    std = centred.square().mean(dim=0).sqrt()
    return centred / std.clamp(min=eps) * (std > eps)
