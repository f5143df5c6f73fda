"""The number of rows times the length of the first one counts the elements of a matrix. Tensors may have no dimension,
one, or many: look for a way to count that does not depend on how many there are."""


def describe(t):
    numel = len(t) * len(t[0])
    return {
        "shape": tuple(t.shape),
        "dtype": t.dtype,
        "device": str(t.device),
        "ndim": t.ndim,
        "numel": numel,
        "nbytes": numel * t.element_size(),
    }
