"""You report the bytes of the whole storage. A view may show only a part of its storage, or show one number many
times: count the elements that the tensor itself has."""


def describe(t):
    return {
        "shape": tuple(t.shape),
        "dtype": t.dtype,
        "device": str(t.device),
        "ndim": t.ndim,
        "numel": t.numel(),
        "nbytes": t.untyped_storage().nbytes(),
    }
