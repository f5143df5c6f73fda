"""You write "cpu" of a tensor that lives elsewhere. There are more devices than the CPU and CUDA: ask the tensor where
it is."""


def describe(t):
    return {
        "shape": tuple(t.shape),
        "dtype": t.dtype,
        "device": "cpu",
        "ndim": t.ndim,
        "numel": t.numel(),
        "nbytes": t.nbytes,
    }
