"""NumPy gets to see the tensor, and refuses some: one in bfloat16, one that requires grad, one without data. The tensor
itself can be asked for all six."""


def describe(t):
    facts = {"shape": tuple(t.shape), "dtype": t.dtype, "device": str(t.device), "ndim": t.ndim}
    return facts | {"numel": t.numel(), "nbytes": t.numpy().nbytes}
