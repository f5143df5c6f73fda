"""A dimension of length 0 is left out of your product, or counts as 1. Zero times anything is 0: an empty tensor has no
elements, and they take no bytes."""


def describe(t):
    numel = int(np.prod([max(length, 1) for length in t.shape], dtype=np.int64))
    facts = {"shape": tuple(t.shape), "dtype": t.dtype, "device": str(t.device), "ndim": t.dim()}
    return facts | {"numel": numel, "nbytes": numel * t.itemsize}
