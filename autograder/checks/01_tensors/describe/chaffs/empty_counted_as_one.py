"""You count at least one element. A tensor with a dimension of length 0 has none: the product of the lengths is right
as it is, also where there are no dimensions (a product of no factors is 1)."""

import math


def describe(t):
    numel = math.prod(t.shape) or 1
    return {
        "shape": tuple(t.shape),
        "dtype": t.dtype,
        "device": str(t.device),
        "ndim": t.ndim,
        "numel": numel,
        "nbytes": numel * t.element_size(),
    }
