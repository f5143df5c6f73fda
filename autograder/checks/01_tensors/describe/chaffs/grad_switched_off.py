"""After the call the tensor does not require grad any more. To describe a tensor, nothing in it has to be changed."""


def describe(t):
    t.requires_grad_(False)
    return {
        "shape": tuple(t.shape),
        "dtype": t.dtype,
        "device": str(t.device),
        "ndim": t.ndim,
        "numel": t.numel(),
        "nbytes": t.numel() * t.element_size(),
    }
