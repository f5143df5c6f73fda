"""Some tensors make your function fail: `torch.iinfo`, for one, knows no bool, and NumPy neither a bfloat16 nor a
tensor without data. The tensor itself can be asked for all six."""


def describe(t):
    info = torch.finfo if t.is_floating_point() else torch.iinfo
    size = info(t.dtype).bits // 8
    facts = {"shape": tuple(t.shape), "dtype": t.dtype, "device": str(t.device), "ndim": t.ndim}
    return facts | {"numel": t.numel(), "nbytes": t.numel() * size}
