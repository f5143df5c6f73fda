"""Goes through Python lists and names the dtype on the other side."""


def from_numpy_shared(a):
    return torch.asarray(a, copy=False)


def from_numpy_copy(a):
    return torch.asarray(a, copy=True)


def to_numpy(t):
    dtype = torch.float32 if t.dtype == torch.bfloat16 else t.dtype
    target = torch.empty(0, dtype=dtype).numpy().dtype
    return np.array(t.tolist(), dtype=target).reshape(t.shape)
