"""You report the dtype that new tensors get by default. This tensor may have another one: ask the tensor."""


def describe(t):
    return {
        "shape": tuple(t.shape),
        "dtype": torch.get_default_dtype(),
        "device": str(t.device),
        "ndim": t.ndim,
        "numel": t.numel(),
        "nbytes": t.nbytes,
    }
