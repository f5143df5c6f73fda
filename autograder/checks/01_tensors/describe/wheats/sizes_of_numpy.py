"""Every number is one of NumPy's integers, the sizes in the tuple too."""


def describe(t):
    sizes = np.array(t.shape, dtype=np.int64)
    numel = sizes.prod()
    return {
        "shape": tuple(sizes),
        "dtype": t.dtype,
        "device": str(t.device),
        "ndim": np.int32(sizes.size),
        "numel": numel,
        "nbytes": numel * t.element_size(),
    }
