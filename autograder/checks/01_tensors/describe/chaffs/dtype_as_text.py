"""Under "dtype" you put a text that looks like the dtype. The dtype itself is an object, such as `torch.float32`,
that you can compare and hand to other functions: return it as it is."""


def describe(t):
    return {
        "shape": tuple(t.shape),
        "dtype": str(t.dtype),
        "device": str(t.device),
        "ndim": t.ndim,
        "numel": t.numel(),
        "nbytes": t.nbytes,
    }
