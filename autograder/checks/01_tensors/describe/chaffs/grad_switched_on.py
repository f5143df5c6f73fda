"""After your function, the tensor requires grad, which it did not before. Describing is looking: a method whose name
ends in an underscore changes its tensor."""


def describe(t):
    if t.is_floating_point():
        t.requires_grad_(True)
    return {
        "shape": tuple(t.shape),
        "dtype": t.dtype,
        "device": str(t.device),
        "ndim": t.ndim,
        "numel": t.numel(),
        "nbytes": t.nbytes,
    }
