"""Lets NumPy multiply the sizes, as integers, so that a tensor without dimensions has one element."""


def describe(t):
    numel = int(np.prod(t.shape, dtype=np.int64))
    return {
        "shape": tuple(t.shape),
        "dtype": t.dtype,
        "device": str(t.device),
        "ndim": len(t.shape),
        "numel": numel,
        "nbytes": numel * t.itemsize,
    }
