"""Your function reads the elements. A tensor on the device `"meta"` has none to read, and can be described all the
same."""


def describe(t):
    return {
        "shape": tuple(t.shape),
        "dtype": t.dtype,
        "device": str(t.device),
        "ndim": t.ndim,
        "numel": t.numel(),
        "nbytes": len(t.flatten().tolist()) * t.element_size(),
    }
