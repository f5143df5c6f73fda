"""You report a tensor without dimensions as one of one dimension. Its shape is `()`, and it still has one element."""


def describe(t):
    shape = tuple(t.shape) or (1,)
    return {
        "shape": shape,
        "dtype": t.dtype,
        "device": str(t.device),
        "ndim": len(shape),
        "numel": t.numel(),
        "nbytes": t.numel() * t.element_size(),
    }
