"""`x.double()` is `x` itself where `x` is float64 already, and so are `x.to(…)` and `x.contiguous()` where there is
nothing to change: what you do in place then, you do to the caller's tensor."""


def standardize(x, eps=1e-6):
    z = x.double()
    z -= z.mean(dim=0)
    std = z.std(dim=0, correction=0)
    z /= std.clamp(min=eps)
    z *= std > eps
    return z.to(x.dtype)
