"""The dictionary has a key that nobody asked for. Six are asked for, and whoever goes through them relies on it."""


def describe(t):
    return {
        "shape": tuple(t.shape),
        "dtype": t.dtype,
        "device": str(t.device),
        "ndim": t.ndim,
        "numel": t.numel(),
        "nbytes": t.nbytes,
        "strides": t.stride(),
    }
