"""Away from the CPU your bytes are 0. The number asked for follows from the shape and the dtype, wherever the tensor
is."""


def describe(t):
    return {
        "shape": tuple(t.shape),
        "dtype": t.dtype,
        "device": str(t.device),
        "ndim": t.ndim,
        "numel": t.numel(),
        "nbytes": t.nbytes if t.device.type == "cpu" else 0,
    }
