"""Contracts the last dimension of both."""


def linear(x, weight, bias=None):
    y = torch.tensordot(x, weight, dims=([x.ndim - 1], [1]))
    return y + (0 if bias is None else bias)
