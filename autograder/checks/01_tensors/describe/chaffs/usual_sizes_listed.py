"""Your table of how many bytes an element takes holds the usual dtypes, and there are others, such as those of 8 bits
with a point. The tensor knows the size of its elements."""

SIZES = {
    torch.float32: 4,
    torch.float64: 8,
    torch.float16: 2,
    torch.bfloat16: 2,
    torch.bool: 1,
    torch.uint8: 1,
    torch.int8: 1,
    torch.int16: 2,
    torch.int32: 4,
    torch.int64: 8,
    torch.complex64: 8,
    torch.complex128: 16,
}


def describe(t):
    return {
        "shape": tuple(t.shape),
        "dtype": t.dtype,
        "device": str(t.device),
        "ndim": t.ndim,
        "numel": t.numel(),
        "nbytes": t.numel() * SIZES[t.dtype],
    }
