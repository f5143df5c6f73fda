"""You count 4 bytes for every element. That is right for float32 only: which method of a tensor says how many bytes
one of its elements takes?"""


def describe(t):
    return {
        "shape": tuple(t.shape),
        "dtype": t.dtype,
        "device": str(t.device),
        "ndim": t.ndim,
        "numel": t.numel(),
        "nbytes": 4 * t.numel(),
    }
