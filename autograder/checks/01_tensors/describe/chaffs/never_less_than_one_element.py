"""An empty tensor takes no bytes at all: none of nothing."""


def describe(t):
    return {
        "shape": tuple(t.shape),
        "dtype": t.dtype,
        "device": str(t.device),
        "ndim": t.ndim,
        "numel": t.numel(),
        "nbytes": max(t.numel(), 1) * t.element_size(),
    }
