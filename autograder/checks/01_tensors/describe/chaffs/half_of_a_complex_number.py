"""A complex number is two floats, and you count the bytes of one. (`torch.finfo` of a complex dtype tells about the
floats inside.) Ask the tensor how many bytes one of its elements takes."""


def describe(t):
    if t.dtype is torch.bool:
        size = 1
    elif t.is_complex() or t.is_floating_point():
        size = torch.finfo(t.dtype).bits // 8
    else:
        size = torch.iinfo(t.dtype).bits // 8
    facts = {"shape": tuple(t.shape), "dtype": t.dtype, "device": str(t.device), "ndim": t.ndim}
    return facts | {"numel": t.numel(), "nbytes": t.numel() * size}
