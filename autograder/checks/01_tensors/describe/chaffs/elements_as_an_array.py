"""Your function reads the elements. A tensor on the device `"meta"` has none to read, and can be described all the
same."""


def describe(t):
    numel = t.detach().float().numpy().size
    facts = {"shape": tuple(t.shape), "dtype": t.dtype, "device": str(t.device), "ndim": t.ndim}
    return facts | {"numel": numel, "nbytes": numel * t.element_size()}
