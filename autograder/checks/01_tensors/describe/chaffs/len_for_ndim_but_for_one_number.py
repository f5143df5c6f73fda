"""`len(t)` is the size of the first dimension. The number of dimensions is the length of something else: of which
attribute?"""


def describe(t):
    return {
        "shape": tuple(t.shape),
        "dtype": t.dtype,
        "device": str(t.device),
        "ndim": len(t) if t.shape else 0,
        "numel": t.numel(),
        "nbytes": t.numel() * t.element_size(),
    }
