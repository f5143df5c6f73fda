"""`len(t)` is the size of the first dimension, not the number of elements (and a tensor without dimensions has no
length at all). Which method counts every element?"""


def describe(t):
    return {
        "shape": tuple(t.shape),
        "dtype": t.dtype,
        "device": str(t.device),
        "ndim": t.ndim,
        "numel": len(t),
        "nbytes": len(t) * t.element_size(),
    }
