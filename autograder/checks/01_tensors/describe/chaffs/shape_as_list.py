"""The shape is to be a tuple, and you return a list. Lists can change and cannot be keys of a dictionary; shapes
are tuples everywhere in PyTorch."""


def describe(t):
    return {
        "shape": list(t.shape),
        "dtype": t.dtype,
        "device": str(t.device),
        "ndim": t.ndim,
        "numel": t.numel(),
        "nbytes": t.nbytes,
    }
