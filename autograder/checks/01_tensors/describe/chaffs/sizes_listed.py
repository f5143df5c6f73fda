"""Your table of how many bytes an element takes does not hold every dtype that a tensor can have. The tensor knows the
size of its elements."""

SIZES = {
    torch.float32: 4,
    torch.float64: 8,
    torch.float16: 2,
    torch.bfloat16: 2,
    torch.int32: 4,
    torch.int64: 8,
    torch.uint8: 1,
    torch.bool: 1,
    torch.complex64: 8,
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
