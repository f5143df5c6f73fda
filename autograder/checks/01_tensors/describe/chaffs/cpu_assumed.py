"""You write "cpu" whatever the tensor says. Tensors also live on other devices: ask the tensor where it is."""


def describe(t):
    return {
        "shape": tuple(t.shape),
        "dtype": t.dtype,
        "device": "cpu",
        "ndim": t.ndim,
        "numel": t.numel(),
        "nbytes": t.nbytes,
    }
