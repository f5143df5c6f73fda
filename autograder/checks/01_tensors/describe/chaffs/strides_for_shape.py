"""`t.stride()` says how far apart in memory neighbours are. The sizes of the dimensions are in another
attribute."""


def describe(t):
    return {
        "shape": tuple(t.stride()),
        "dtype": t.dtype,
        "device": str(t.device),
        "ndim": t.ndim,
        "numel": t.numel(),
        "nbytes": t.nbytes,
    }
