"""Under "nbytes" you put the bytes of a single element. How many elements are there?"""


def describe(t):
    return {
        "shape": tuple(t.shape),
        "dtype": t.dtype,
        "device": str(t.device),
        "ndim": t.ndim,
        "numel": t.numel(),
        "nbytes": t.element_size(),
    }
