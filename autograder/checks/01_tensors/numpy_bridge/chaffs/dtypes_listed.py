"""Your table of dtypes does not hold every one that both libraries know. Who asks the tensor or the array itself needs
no table."""

DTYPES = {
    torch.float64: np.float64,
    torch.float32: np.float32,
    torch.float16: np.float16,
    torch.bfloat16: np.float32,
    torch.complex64: np.complex64,
    torch.int64: np.int64,
    torch.int16: np.int16,
    torch.uint8: np.uint8,
    torch.bool: np.bool_,
}


def from_numpy_shared(a):
    return torch.from_numpy(a)


def from_numpy_copy(a):
    return torch.tensor(a)


def to_numpy(t):
    return np.array(t.tolist(), dtype=DTYPES[t.dtype]).reshape(tuple(t.shape))
